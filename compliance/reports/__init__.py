"""Reports: the same content for the page, the PDF and the command."""

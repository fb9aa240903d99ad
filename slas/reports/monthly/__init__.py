"""The monthly report about services: of one contract, and over the portfolio; as a page and as a PDF."""

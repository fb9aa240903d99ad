"""What the containers of a production installation need beside the product."""

"""What all pages for people share: styles and escaping, tables and pictures of their place, drawings."""

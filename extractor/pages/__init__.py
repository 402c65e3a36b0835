"""What all pages for people share: the template with the styles, escaping, and drawings that follow light and dark."""

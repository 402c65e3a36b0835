"""What the domain knows, as data: table schemas, code lists, label rules. Installed as ``extractor.schemas``."""

"""The configuration: `[tool.peelcheck]` of a pyproject.toml, or a peelcheck.toml. Read here, checked, and turned into choices."""

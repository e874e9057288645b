"""From findings to observations: which signals a text speaks of, at which level, and how it holds."""

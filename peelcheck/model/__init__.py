"""The words of peelcheck: findings, documents, cycles, and how rules are read from files. Imports nothing of the rest."""

"""`python -m peelcheck` is `peelcheck`."""

from peelcheck.cli import main

main()

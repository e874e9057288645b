"""Numbers of things as people write them."""

from __future__ import annotations


def number_of(number: int, one: str, many: str | None = None) -> str:
    """A number and what it counts: `1 flag`, `2 flags`.

    one -- the words for one thing; the last of them takes the -s
    many -- the words for none or several, where another word than the last changes
    """
    return f"{number} {one if number == 1 else many or one + 's'}"

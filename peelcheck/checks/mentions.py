"""Counts that a text comes back to: 'the 84 files' points to files counted elsewhere, and must be as many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from peelcheck.model.figures import Figure, Masked
from peelcheck.model.finding import Finding

_DEFINITE = re.compile(
    r"\b(?:(?:the|its|their|our|all|all of the|all the|all its|each of the|every one of the|of the|these|those)"
    r"(?: same| total| full)?) $",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:of|out of|other|another|first|last|next|remaining|further|additional|about|than|by|to) (?:the )?$", re.IGNORECASE
)
HEAD = re.compile(
    r"\s*((?:[a-z][\w'-]* ){0,4}?[a-z][\w'-]*s|(?:[a-z][\w'-]* ){0,3}?(?:people|staff|children|men|women))\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,;:.()]|\s-\s|\b(?:is|are|was|were|has|have|had|should|must|will|would|can|could|may|might|does|do|did|and|but|while|"
    r"although|because|so|which|who|that|where|when)\b",
    re.IGNORECASE,
)


_SUBJECT = re.compile(
    r"^(?:[^,;:.()]*, )?(?:the |its |their |our |a |overall |at present |currently )*(?P<what>[^,;:.()]+?)"
    r"(?:,? (?:which )?(?:(?:now |currently |still )*(?:is|was|were|are|stands? at|stood at|runs? at|came to|comes to|"
    r"amount(?:s|ed) to|"
    r"remains? at|remains|averages?|averaged|of|at|reached|totalled|totals))+| \() ?(?:now |just |only |currently |some )*$",
    re.IGNORECASE,
)
_AMOUNT_OF = re.compile(r"\b(?:an?|the|its|their) (?P<what>(?:[a-z][\w-]* ){2,4})of (?:about |around |some )?$", re.IGNORECASE)
_DONE = re.compile(r"\s*(?:$|[.,;)]|(?:on |in |at |as at |during |for |by )(?:the )?(?:\w+ )?(?:\d|20\d\d))")


def subject(text: Masked, figure: Figure) -> tuple[str, bool] | None:
    """What a figure is said to be the amount of, and whether its whole sentence says so ('the rate of X is') or a few words of it
    ('the X of 20'); None where it is not said, or more is said of the figure.
    """
    place = text.places[text.figures.index(figure)]
    named = _AMOUNT_OF.search(text.text[:place])
    found = named or _SUBJECT.match(text.text[:place])
    return (found["what"], named is None) if found and _DONE.match(text.text, place + 1) else None


class Mention(NamedTuple):
    """A counted thing: what it is called, what the words behind it add, and all that its sentence says."""

    finding: Finding
    figure: Figure
    definite: bool
    head: tuple[str, ...]
    added: frozenset[str]
    said: frozenset[str]
    when: str


def mention(finding: Finding, text: Masked, figure: Figure, stems: Callable[[str], list[str]], when: str) -> Mention | None:
    """The only count of a sentence, as something that a text may come back to."""
    if figure.kind != "n" or figure.loose or figure.value < 3:
        return None
    place = text.places[text.figures.index(figure)]
    before, after = text.text[:place], text.text[place + 1 :]
    head = HEAD.match(after)
    whole = before.strip().lower() == "of the"  # "of the 31 files we read, most": all of them
    if head is None or (
        not whole and _LIMITED.search(before) and not re.search(r"\b(?:across|in|for|among|all|each) (?:of )?the $", before)
    ):
        return None
    tail = _CLAUSE.split(after[head.end() :], maxsplit=1)[0]
    called = tuple(stems(head[1]))
    if not called:
        return None
    definite = bool(_DEFINITE.search(before)) and "of these" not in before.lower()
    return Mention(finding, figure, definite, called, frozenset(stems(tail)), frozenset(stems(before + " " + after)), when)


def again(found: list[Mention]) -> Iterator[tuple[tuple[str, ...], Mention, Mention]]:
    """Each count with a later one that points back to it in other words, by what is counted."""
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for one in found:
        groups[one.head].append(one)
    for head, mentions in groups.items():
        if len({m.figure.value for m in mentions}) > 2:
            continue  # the thing is counted in many ways
        for at, one in enumerate(mentions):
            for other in mentions[at + 1 :]:
                if one.finding.id != other.finding.id and _alike(one, other):
                    yield head, one, other


def _alike(one: Mention, other: Mention) -> bool:
    if one.definite == other.definite or (one.when and other.when and one.when != other.when):
        return False
    back, first = (one, other) if one.definite else (other, one)
    if not first.added <= back.said:
        return False
    missing = back.added - first.said
    shared = (first.said & back.said) - set(first.head)
    return len(missing) <= (1 if shared else 0) and len(first.head) + len(shared) >= 2

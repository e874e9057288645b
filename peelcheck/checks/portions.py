"""A part, its whole and a percentage in one sentence, wherever in it each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peelcheck.checks.turns import amounts
from peelcheck.model.figures import Figure, Masked, Range, pattern

_POINTS_BACK = pattern(r"\bof (?:them|these|those|which)\b|<nm>(?: <.>+){0,2},? (?:or |\()<p>|<p>,? (?:or |\()<nm>")
_FEW = 8  # words of a part that is read with what stands before it
_MOST = 3  # counts of a sentence whose pairs are tried
_OTHER_FIGURES = re.compile(
    r"\b(?:compared|comparison|against|versus|than|averages?|targets?(?! (?:audience|group|population|list|time)\b)|"
    r"previously|(?<!in the )(?<!during the )(?<!over the )previous|year before|ago|formerly|"
    r"changed|moved|from [\ue000-\ue006][^.;]* to |rose|risen|rising|increased|grew|grown|fallen|"
    r"(?:fell|falling)(?! short)|decreased|reduced (?:by|to|from)|declined|dropped|(?:went|gone|up|down) (?:up|down|by|from)|"
    r"gained|loss|lost|shift|boosted|bec[ao]me|becoming|upward|downward|swing|movement|doubled|more|fewer|"
    r"nationally|elsewhere|per|each|every|if|would|could|whereas|points?|of whom half|"
    r"extra|another|separate(?:ly)?|unrelated|different|since|meanwhile|also)\b",
    re.IGNORECASE,
)
# Words that make one count a part of another.
_PART = pattern(
    r"<p> of [^.]{0,60}<nm>|(?:<nm>|<p>)[^.]{0,60}\bof (?:it|them|these|those|this)\b|<nm>[^<]{0,60}\b(?:out of|of|"
    r"from|in|among(?:st)?|within|for)\b(?: (?:the|its|their|our|these|those|all|some|every|"
    r"a (?:<.>+ )?(?:total|sample|group|set|batch|list|population|caseload|pool|field|intake|cohort|fleet) of))*"
    r" (?:<.>+ ){0,3}?<nm>"
    r"|\b(?:of|out of|from|among(?:st)?|in|for|on|with|which|these|those|them|whom)\b[^.]{0,90}<nm>|<nm> (?:of|from|among|in) "
    r"(?:these|those|them|which|whom)\b|<nm>,? of (?:which|these|those|them|whom)|<nm>[^.]{0,80}(?:[,;]|"
    r" and) <~3><nm>,? (?:or|\(|-|,)"
    r"|<nm>[^.]{0,120}\b(?:found|show(?:s|ed|n)|reveal(?:s|ed)|suggest(?:s|ed)|indicat(?:es|ed)|said|told us|"
    r"concluded|established|"
    r"discovered|identified|noted|judged) (?:that )?(?:<p>,? )?<~3><nm>"
)
# Words that tie a percentage to what stands before or behind it.
_TIED = pattern(
    r"(?:\((?:<~4>)?|\s-\s?(?:<~4>)?|[,;:] (?:<~3>)?(?:or|that is|that is to say|i\.e\.|ie|in other words|"
    r"put (?:differently|another way)|namely|some|about|a|an|the),?(?: <~6>)?|"
    r"\b(?:which|this|that|it|they|these|those) (?:<.>+ ){0,2}?(?:is|was|equates? to|equalled|equals|represents?|"
    r"represented|amounts? to|amounted to|"
    r"means?|meant|gives?|gave|makes?|made|comes? to|came to|works? out (?:at|as)|translates? (?:to|into)|corresponds? to|"
    r"puts?|leaves?|implies|constitutes?|accounts? for) (?:<~7>)?|"
    r"\b(?:representing|equating to|equalling|amounting to|making|giving|meaning|constituting|corresponding to|"
    r"equivalent to|equal to|yielding|producing|translating (?:to|into)|accounting for|or|so|so that) (?:<~7>)?|"
    r"\b(?:putting|bringing|leaving|taking|placing|puts?|brings?|leaves?|takes?) (?:<~5>)?(?:at|to) (?:<~2>)?|"
    r"\b(?:rate|share|proportion|level|figure|percentage)\b(?: <~4>)? ?(?:of|was|is|at|as|to) (?:<~2>)?)$"
)
_HEADS = pattern(r"^<p>(?:\s*(?:\(|- |, or |: )|, (?:<~2>)<nm>\b)")
_ASIDE = pattern(r"<nm>(?: <.>+){0,3}, <p>(?:,| of (?:the|a|an|its|all)\b[^,.;]*[,.;])")
_OF_WHOLE = pattern(r"^<p> of (?:<.>+ ){0,5}?<nm>")
_CLOSES = pattern(
    r"(?:\((?:<~4>)?|\s-\s?(?:<~3>)?|[,;:] (?:<~3>)?|\bor (?:<~3>)?)<nm>(?: of them| in (?:all|total|number)|"
    r" (?:<.>+ ?){0,3})?[).,;]"
)
_INSIDE = pattern(r"<p>[^.;]{0,80}\([^()]*<nm>[^()]*<nm>[^()]*\)")
_TAIL = pattern(r"<p>[^.;]{0,120}(?:\s-\s|: |; |, or |, that is,? |, namely )[^.;]*<nm>[^.;]*<nm>")
_OTHER = pattern(r"\s*,?\s*of (?:the |all |its |our )*(?P<noun>[a-z-]+ ?[a-z-]*)")
_SAME = re.compile(
    "total|intake|cohort|group|caseload|fleet|it|establishment|batch|queue|whole|sample|them|these|those|all|number|files|cases"
)
_OF_THEM = pattern(r"^<p> of (?:them|these|those)\b[^,;]*, and <~1><nm>")  # "1,802 forms, 26 percent of them late, and 84 cases"
_SINGULAR = re.compile(r" (?:number|line|service|form|system|scheme|programme|standard|level)\b", re.IGNORECASE)


def about_another(text: Masked, after: int) -> bool:
    """Whether what follows a percentage says that it is of something that the fraction is not of."""
    match = _OTHER.match(text.text, after)
    if match is None:
        return False
    words = match["noun"].lower().split()
    said = text.text[:after].lower()
    return not any(_SAME.fullmatch(w) or (len(w) > 3 and w[:-1] in said) for w in words)


def portions(text: Masked) -> Iterator[tuple[Figure, list[Range]]]:
    """A percentage with the shares that it may stand for, where a sentence has no other figures."""
    sizes = amounts(text)
    for start, end in _stretches(text):
        said = text.text[start:end]
        found = [f for f in text.within(start, end) if not _name(text, f)]
        shares = [f for f in found if f.kind == "p"]
        counts = [f for f in found if f.kind in "nm"]
        if len(shares) != 1 or not 2 <= len(counts) <= _MOST or len({f.kind for f in counts}) > 1:
            continue
        if any(f.kind not in "pnmt" for f in found) or _OTHER_FIGURES.search(said) or not _PART.search(said):
            continue
        if sizes & {*found}:
            continue
        share = shares[0]
        at = text.places[text.figures.index(share)]
        if not _linked(text.text[start:at], text.text[at:end], said):
            continue
        if _OF_THEM.match(text.text[at:end]):
            continue
        if about_another(text, at + 1) and not _OF_WHOLE.match(text.text[at:end]):
            continue
        pairs = [
            Range(100 * a.range.low / b.range.high, 100 * a.range.high / b.range.low)
            for a in counts
            for b in counts
            if 0 < a.value < b.value and a.range.low > 0 and b.range.low > 0
        ]
        rest = [Range(100 - pair.high, 100 - pair.low) for pair in pairs]  # "in 12 of 40, so that 70 percent were sound"
        if pairs and not any(share.range.gap(pair) <= share.step / 4 for pair in rest):
            yield share, pairs


def _linked(before: str, after: str, said: str) -> bool:
    if _TIED.search(before) or _HEADS.match(after) or _INSIDE.search(said) or _TAIL.search(said) or _ASIDE.search(said):
        return True
    return bool(_OF_WHOLE.match(after) and (_CLOSES.search(said) or re.search(r"[,(-] $|\bof $", before)))


def _name(text: Masked, figure: Figure) -> bool:
    """Whether a number names something: a thing counted would stand in the plural."""
    return figure.kind == "n" and figure.value > 1 and bool(_SINGULAR.match(text.plain, figure.end))


def _stretches(text: Masked) -> Iterator[tuple[int, int]]:
    """The parts of a text between semicolons and full stops; all of it where its one percentage stands apart in a few words."""
    shares = [place for f, place in zip(text.figures, text.places, strict=True) if f.kind == "p"]
    if len(shares) == 1:
        start = max(text.text.rfind("; ", 0, shares[0]), text.text.rfind(". ", 0, shares[0])) + 1
        stop = re.search(r"[;.](?:\s|$)", text.text[shares[0] :])
        alone = text.text[start : shares[0] + (stop.start() if stop else len(text.text))]
        if len(alone.split()) < _FEW or _POINTS_BACK.search(alone):
            yield 0, len(text.text)
            return
    start = 0
    for stop in [*re.finditer(r"[;.]\s", text.text), None]:
        end = stop.start() + 1 if stop else len(text.text)
        yield start, end
        start = end

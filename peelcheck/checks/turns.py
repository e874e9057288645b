"""Words that tell of a change, and the figures that say how large one is, over masked text."""

from __future__ import annotations

import re

from peelcheck.model.figures import Figure, Masked, pattern

UP = (
    r"rose|risen|rises?|rising|increas\w*|grew|grown|grows?|growing|growth|climb\w*|went up|gone up|going up|goes up|"
    r"expan(?:d\w*|sion)|widen\w*|jump(?:ed|s)?|surge[ds]?|uplift|swell\w*|swollen|soar(?:ed|s)?|rocketed|leapt|leap|"
    r"lengthen(?:ed|s|ing)?|boosted|escalat\w*|mounted|(?:edged|crept|moved|ticked|shot|inched) up|upturn|gain(?:ed|s)?|"
    r"upward|surpassed|plus|up"
)
DOWN = (
    r"f[ae]ll(?:s|en|ing)?|decreas\w*|reduc\w*|declin\w*|drop(?:ped|s|ping)?|went down|gone down|going down|goes down|"
    r"c[ao]m(?:e|es|ing) down|cuts?|cutting|shr[aiu]nk\w*|narrow(?:ed|s|ing)?|lower(?:ed|ing)|slump(?:ed)?|dip(?:ped)?|"
    r"dwindl\w*|plung\w*|plummet\w*|tumbl\w*|shorten(?:ed|s|ing)?|slid|contract(?:ed|ion)|slipp?(?:ed|s)?|"
    r"(?:edged|crept|moved|ticked|brought|inched) down|downturn|downward|loss|lost|halving|minus|down"
)
GAIN, LOSS = r"improv\w*|strengthened|recovered", r"worsen\w*|deteriorat\w*|weakened"
# Sizes of another base than the figures beside them.
ADJUSTED = re.compile(
    r"\b(?:real(?:-| )terms|in real|a real|adjusted|net of|adjusting|inflation|in cash|into account|allowing for)\b",
    re.IGNORECASE,
)
# "Set up", "cut short": words of change that tell of none.
IDLE = re.compile(
    r"\b(?:made|makes?|making|sets?|setting|broken?|took|takes?|sign\w*|pick\w*|back\w*|hung|hang\w*|turn\w*|drawn|ends?|ended|"
    r"written|laid|closed?|shut|steps?|stepped|add(?:s|ed)?|follow\w*|stood|scal\w+|speed\w*|sped|wound|track\w*) $",
    re.IGNORECASE,
)
_LARGE = pattern(
    rf"\b(?:up|down|(?:{UP}|{DOWN}|{GAIN}|{LOSS}) (?:by|of))"
    r"(?: (?:an?|some|about|a further|another|as (?:much|many) as|(?:\w+ )?average of))* <x>"
    r"|\b(?:changes?|differences?|movements?|swing|shift) of (?:an? |some |about )?<pq>|\bby (?:an? |some |about )?<pq>|"
    r"\b(?:cut(?:ting)?|sav(?:ed|ing)|shed(?:ding)?|los(?:t|ing)|gain(?:ed|ing)) <nm>"
)
_MORE = pattern(
    r"(?P<by><nmpqrt>)(?: (?!(?:and|or|is|was|are|were|which|but|that|this|it|an?)\b)[a-z'-]+){0,2}"
    r" (?:more|fewer|less|higher|lower|greater|smaller|longer|shorter)\b(?! (?:likely|often))"
)
_SIZE = pattern(
    r"(?P<by><pq>)[ -](?:(?:real-terms|net|overall|real) )?"
    r"(?:increase|rise|reduction|decrease|fall|drop|growth|cut|decline|uplift)\b"
)
_TURNED = re.compile(rf"\b(?:{UP}|{DOWN}|{GAIN}|{LOSS}) by\b", re.IGNORECASE)
_BY = pattern(r"\bby (?P<by><nm>)")


def amounts(text: Masked) -> set[Figure]:
    """The figures of a text that say how large a change or a difference is: neither of its ends, and no part of a whole."""
    found = {text.at(m.end() - 1) for m in _LARGE.finditer(text.text) if not IDLE.search(text.text[: m.start()])}
    found |= {text.group(match, "by") for each in (_MORE, _SIZE) for match in each.finditer(text.text)}
    if _TURNED.search(text.text):  # "down by 20, and the others by 12"
        found |= {text.group(match, "by") for match in _BY.finditer(text.text)}
    places = dict(zip(text.figures, text.places, strict=True))
    for one, other in zip(text.figures, text.figures[1:], strict=False):  # "by 2.5 percent - or 130,000 files - to ..."
        between = text.text[places[one] + 1 : places[other]]
        restated = (other.kind in "pq" and between == " (") or re.fullmatch(r"(?: -|,| \()? ?(?:or|that is) (?:a )?", between)
        if one in found and one.kind != other.kind and restated:
            found.add(other)
    return found

"""Which answers the paragraphs of a letter address: by the words that they share, and by the order in which they come.

A paragraph that speaks of one answer in words of its own is about that one. A paragraph that shares nothing goes on with
what the one before was about; the first of all is about every answer. Letters take answers mostly in the order in which
they list them, which is why the best sequence is sought, not the best answer for each paragraph alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from peelcheck.model.wording import abbreviations, expanded, rarity, stem

_LONG = re.compile(r"[A-Z][A-Z&]+\b|\w{4,}")
_AHEAD = 0.3  # what it costs to leave out one answer or more
_BACK = 0.9  # what it costs to come back to an earlier answer
_FIRM = 0.7  # what a paragraph must share at least to be about an answer
_STEEP = 1.5  # power of the rarity of a word: common words count for little
_ALSO = 0.85  # share of the best at which a paragraph is about a second answer too


class Addressing:
    """Tells what responses address, with the whole letter to say which words are rare in it."""

    def __init__(self, letter: Sequence[str], to_all: Callable[[str], object] = lambda text: None) -> None:
        self._to_all = to_all
        self._short = abbreviations(letter)
        self._features = lru_cache(maxsize=4096)(self._read)
        self._rarity = rarity(self._features(text) for text in letter)

    def addressed(self, answers: Sequence[str], responses: Sequence[str]) -> list[list[int]]:
        """For each response the indices of the answers that it addresses; all where it is about none in particular."""
        every = list(range(len(answers)))
        if len(answers) < 2 or not responses:
            return [every for _ in responses]
        shared = self._shared(answers, responses)
        found: list[list[int]] = []
        for text, scores, best in zip(responses, shared, _sequence(shared), strict=True):
            if best is None or self._to_all(text):
                found.append(every)
                continue
            least = max(_FIRM, _ALSO * max(scores))
            found.append([i for i in every if i == best or scores[i] >= least])
        return found

    def _read(self, text: str) -> frozenset[str]:
        """Stems of a text, and pairs of neighbours: "mental health" says more than its two words."""
        stems = [stem(w) for w in _LONG.findall(expanded(text, self._short))]
        return frozenset(stems) | {f"{a} {b}" for a, b in pairwise(stems)}

    def _telling(self, feature: str) -> float:
        """How much a word tells: more than in proportion to its rarity. A pair tells what its commoner word does."""
        return float(min(self._rarity.get(word, 1.0) for word in feature.split()) ** _STEEP)

    def _shared(self, answers: Sequence[str], responses: Sequence[str]) -> list[list[float]]:
        """For each response and answer, the weight of what both have: rare among the answers, and in the letter."""
        own = [self._features(a) for a in answers]
        among = Counter(w for features in own for w in features)
        weight = {w: math.log(len(own) / n) * self._telling(w) for w, n in among.items()}
        whole = [math.sqrt(sum(weight[w] for w in features)) or 1.0 for features in own]
        said = [self._features(r) for r in responses]
        return [[sum(weight[w] for w in s & a) / size for a, size in zip(own, whole, strict=True)] for s in said]


def _sequence(shared: list[list[float]]) -> list[int | None]:
    """The best sequence of answers (Viterbi); None before the first paragraph that is about any in particular."""
    states: list[int | None] = [None, *range(len(shared[0]))]
    best: list[tuple[float, list[int | None]]] = [(0.0 if s is None else -math.inf, []) for s in states]
    for scores in shared:
        reached = []
        for state in states:
            if state is None:
                value, path = best[0]
                reached.append((value, [*path, None]))
                continue
            value, path = max(
                ((v - _cost(before, state), p) for (v, p), before in zip(best, states, strict=True)), key=lambda item: item[0]
            )
            if scores[state] < _FIRM and path[-1:] != [state]:  # nothing says that a new answer begins here
                value = -math.inf
            reached.append((value + scores[state], [*path, state]))
        best = reached
    return max(best, key=lambda item: item[0])[1]


def _cost(before: int | None, state: int) -> float:
    if before is None or state in (before, before + 1):
        return 0.0
    return _AHEAD if state > before else _BACK

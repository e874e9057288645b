"""Draws true sentences with figures, and false ones, from the templates of figure_sentences*.yaml; deterministic by its seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
CODES = {"fraction": "PC501", "ratio": "PC501", "compare": "PC502", "alike": "PC502", "change": "PC503", "parts": "PC504"}
CODES |= {"shares": "PC504", "count": "PC505", "two": "PC506"}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
_ONES += "eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


class Planted(NamedTuple):
    """Sentences with figures. `also` is what a second sentence says, where it takes two."""

    kind: str
    code: str
    text: str
    also: str | None
    true: bool


def templates(*names: str) -> list[dict[str, Any]]:
    return [t for name in names for t in yaml.safe_load((HERE / name).read_text("utf-8"))["sentences"]]


def code(template: dict[str, Any]) -> str:
    if template["kind"] == "times":
        return "PC503" if re.search(r"from \{[ab]\}|to \{[ab]\}", template["text"]) else "PC502"
    return CODES[template["kind"]]


def word(number: int) -> str:
    if number < 20:
        return _ONES.split()[number]
    tens, ones = divmod(number, 10)
    return _TENS.split()[tens - 2] + (f"-{word(ones)}" if ones else "")


def places(value: float) -> int:
    return len(str(value).partition(".")[2]) if value != int(value) else 0


class Planter:
    """Draws sentences."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def draw(self, template: dict[str, Any], true: bool) -> Planted:
        """A sentence of a template with figures of its own."""
        values, up = getattr(self, template["kind"])(template, true)
        if template.get("flipped"):
            up = not up
        values = {name: values[name] for name in "abcdpwn" if name in values}
        texts = [template["text"], *([template["and"]] if "and" in template else [])]
        printed = {name: self._print(template["text"], name, value) for name, value in values.items()}
        second = printed
        if template["kind"] == "two":
            second = {"a": self._print(template["and"], "a", values["a"] if true else self._other(values["a"]))}
        told = [self._say(text, shown, up) for text, shown in zip(texts, (printed, second), strict=False)]
        return Planted(template["kind"], code(template), told[0], told[1] if len(told) > 1 else None, true)

    def _say(self, text: str, printed: dict[str, str], up: bool) -> str:
        text = re.sub(r"<([^|<>]*)\|([^<>]*)>", lambda m: m[1] if up else m[2], text)
        text = text.format(**printed)
        percent = self.rng.choice(["percent", "per cent", "%"])
        text = re.sub(r"(?<=\d) ?(?:percent|per cent|%)(?! ?points?)(?!age)", "%" if percent == "%" else f" {percent}", text)
        return text[0].upper() + text[1:]

    def _print(self, text: str, name: str, value: float) -> str:
        after = re.search(r"\{" + name + r"\}(.{0,12})", text)
        bare = after and not re.match(r"\s?(?:%|per ?cent)|/", after[1]) and not re.search(r"[£/]\{" + name, text)
        if value != int(value):
            return f"{value:,.{places(value)}f}"
        if bare and 1 < value < 100 and self.rng.random() < 0.35:
            return word(int(value))
        return f"{int(value):,}" if self.rng.random() < 0.7 or 1985 <= value <= 2040 else str(int(value))

    def _near(self, value: float, low: float = 0.5, high: float = 1.9) -> float:
        drawn = round(value * self.rng.uniform(low, high), places(value))
        return int(drawn) if places(value) == 0 else drawn

    def _other(self, value: float) -> float:
        """Another value, which the same rounding does not turn into the first: 5 by 0.6 and 2 is 5 again."""
        other = value
        while round(other) == round(value):
            other = round(value * self.rng.choice([0.6, 0.8, 1.2, 1.45]) + 2, places(value))
        return other

    def _percent(self, exact: float) -> float:
        return round(exact, self.rng.choice([0, 0, 0, 1, 2]))

    def fraction(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        b = max(5, self._near(t["b"]))
        a = self.rng.randint(2, int(b) - 1)
        p = self._percent(100 * a / b)
        if not true:
            off = self.rng.choice([2, 3, 5, 10, 20]) * self.rng.choice([-1, 1])
            p = round(p + off, 2) if 0 < p + off < 100 else round(p + 3 if p < 50 else p - 3, 2)
        return {"a": a, "b": b, "p": p}, True

    def ratio(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        a = t["a"]
        b = self.rng.choice([3, 4, 5, 6, 8, 10] if a == 1 else [5, 7, 8, 10])
        p = self._percent(100 * a / b)
        return {"a": a, "b": b, "p": p if true else round(min(95, p * 1.5 + 4), places(p))}, True

    def compare(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        a, b = self._near(t["a"]), self._near(t["b"])
        while abs(a - b) < 0.06 * max(a, b) or abs(a - b) <= 10.0 ** -min(places(t["a"]), places(t["b"])) or min(a, b) < 0.2:
            a, b = self._near(t["a"]), self._near(t["b"])
        return {"a": a, "b": b}, (a > b) == true

    def alike(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        a = self._near(t["a"], 0.7, 1.3)
        digits = max(places(t["a"]), places(t["b"]))
        b = round(a * (self.rng.uniform(0.93, 1.07) if true else self.rng.choice([0.45, 2.1, 2.6])), digits)
        return {"a": a, "b": b}, True

    def times(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        factor = t["factor"]
        b = self._near(max(t["b"], 8)) * (2 if factor < 1 else 1)
        b += b % 2 if factor < 1 else 0
        return {"a": round(b * factor * (1 if true else self.rng.choice([0.55, 1.6, 2.2]))), "b": b}, True

    def change(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        a, b = self._near(t["a"], 0.6, 1.6), self._near(t["b"], 0.6, 1.6)
        while abs(a - b) < 0.08 * a or min(a, b) < 2:
            a, b = self._near(t["a"], 0.6, 1.6), self._near(t["b"], 0.6, 1.6)
        up, by = b > a, t.get("by")
        p = abs(b - a) if by in ("points", "count") else self._percent(100 * abs(b - a) / a)
        if not true:
            wrong = self.rng.random() < 0.5 or not by
            up = not up if wrong else up
            p = p if wrong else round(p * self.rng.choice([1.6, 2, 3]) + (4 if p < 10 else 3), places(p))
        return ({"a": a, "b": b, "p": p} if by else {"a": a, "b": b}), up

    def parts(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        found = {name: max(2, self._near(t[name])) for name in "abcd" if name in t}
        whole = sum(found.values())
        off = 0 if true else self.rng.choice([-1, 1]) * self.rng.randint(1, max(1, int(0.2 * whole)))
        return {**found, "w": whole + off}, True

    def shares(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        a, b = self.rng.randint(10, 40), self.rng.randint(10, 40)
        return {"a": a, "b": b, "c": 100 - a - b + (0 if true else self.rng.choice([-7, 5, 9]))}, True

    def count(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        return {"n": t["n"] + (0 if true else self.rng.choice([1, 2]))}, True

    def two(self, t: dict[str, Any], true: bool) -> tuple[dict[str, float], bool]:
        return {"a": self._near(t["a"])}, True


def many(seed: int, number: int, found: list[dict[str, Any]], true: bool) -> Iterator[Planted]:
    """So many sentences, each template in its turn."""
    planter = Planter(seed)
    for at in range(number):
        yield planter.draw(found[at % len(found)], true)

"""Speed as ratios in one run: `make bench`. Absolute times drift with the machine; ratios between neighbours hold.

Baselines, over the same sentences and the same patterns: a bare RE2 set, and an RE2 set with the spans of what hit.
Measured: the signals stage against the second, documents to observations against the first.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import re2

from peelcheck.extract import Extractor
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import cased, expand
from peelcheck.model.text import normalise
from peelcheck.run import Tools
from peelcheck.signals.reader import SignalReader

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tests" / "reports"


def best(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Seconds of the first pass, and the median of the later ones."""
    taken = []
    for _ in range(times + 1):
        begun = perf_counter()
        run()
        taken.append(perf_counter() - begun)
    return taken[0], median(taken[1:])


def pattern_sources(reader: SignalReader) -> list[str]:
    macros = reader.loaded.vocabulary.macros
    found: dict[str, None] = {}
    for _, signal in reader.loaded.signals().values():
        groups = [signal.subject, signal.unless, *signal.cues.values(), *signal.phrases.values()]
        found.update((cased(expand(p, macros)), None) for patterns in groups for p in patterns)
    for term in reader.loaded.vocabulary.terms.values():
        found.update((cased(expand(p, macros)), None) for p in term.patterns)
    return list(found)


class Baseline:
    """One RE2 set of all patterns."""

    def __init__(self, sources: list[str]) -> None:
        options = re2.Options()
        options.max_mem = 256 << 20
        self.set = re2.Set.SearchSet(options)
        for source in sources:
            self.set.Add(source.encode())
        self.set.Compile()
        self.finders = [re2.compile(source.encode(), options).finditer for source in sources]

    def bare(self, sentences: list[bytes]) -> None:
        match = self.set.Match
        for sentence in sentences:
            match(sentence)

    def spans(self, sentences: list[bytes]) -> None:
        match, finders = self.set.Match, self.finders
        for sentence in sentences:
            for hit in match(sentence) or ():
                for found in finders[hit](sentence):
                    found.span()


def measure(name: str, documents: list[Document], tools: Tools, times: int, shuffle: bool) -> None:
    extractor = Extractor(tools.domain, tools.rules)
    findings = [f for d in documents for f in extractor.extract(d).findings]
    if shuffle:
        findings = [shuffled(f) for f in findings]
    read = [f for f in findings if f.kind in ("statement", "metric")]
    sentences = [normalise(f.text).text.encode("ascii", "replace") for f in read]
    reader = SignalReader(tools.rules, tools.domain)
    baseline = Baseline(pattern_sources(reader))
    rows = {
        "bare set": best(lambda: baseline.bare(sentences), times),
        "set with spans": best(lambda: baseline.spans(sentences), times),
        "signals": best(lambda: list(reader.observations(read)), times),
        "extraction": best(lambda: [extractor.extract(d) for d in documents], times),
    }
    megabytes = sum(map(len, sentences)) / 1e6
    print(f"{name}: {len(sentences)} sentences, {megabytes:.2f} MB, {len(baseline.finders)} patterns")
    for what, (first, later) in rows.items():
        print(f"  {what:15} first pass {first * 1e3:9.1f} ms   later {later * 1e3:8.1f} ms   {megabytes / later:7.2f} MB/s")
    both = [rows["extraction"][i] + rows["signals"][i] for i in (0, 1)]
    signals, spans, bare = (rows[what] for what in ("signals", "set with spans", "bare set"))
    for what, ratios in (
        ("signals / set with spans", [signals[i] / spans[i] for i in (0, 1)]),
        ("documents to observations / bare set", [both[i] / bare[i] for i in (0, 1)]),
    ):
        print(f"  {what:38} first pass {ratios[0]:6.2f}   later {ratios[1]:6.2f}")


def shuffled(finding: Finding) -> Finding:
    import msgspec

    words = finding.text.split()
    random.Random(finding.id).shuffle(words)
    return msgspec.structs.replace(finding, text=" ".join(words))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path, help="text documents; default: the fictional reports of the tests")
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    paths = args.documents or sorted(p for p in REPORTS.iterdir() if p.suffix in (".txt", ".md"))
    tools = Tools.of(None if args.documents else ROOT / "tests" / "rules")
    documents = [Document.read(path) for path in paths]
    measure("as written", documents, tools, args.times, shuffle=False)
    measure("words shuffled", documents, tools, args.times, shuffle=True)


if __name__ == "__main__":
    sys.exit(main())

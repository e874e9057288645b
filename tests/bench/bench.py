"""Speed as ratios in one run: `make bench`. Absolute times drift with the machine; ratios between neighbours hold.

Baselines, over the same sentences and the patterns of the packs and the vocabulary:
  each alone   every pattern by itself with RE2, and where it matches: what a plain engine of rules does
  one set      one RE2 set of the patterns that hold no gap, without where they match: the least that reading can cost, once
               the set's automaton is there. Patterns with gaps are left out, because with them it grows for minutes

Ratios; in the first pass with what is compiled, in later ones without:
  each alone / signals     how many times faster the signals stage is, which also reads clauses, denials and figures
  signals / one set        how far it is from that least; below 1 it is faster
  whole way / one set      the same for the way from documents to observations
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import msgspec
import re2

from peelcheck.extract import Extractor
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding
from peelcheck.model.patterns import cased, compiled, expand
from peelcheck.model.text import normalise
from peelcheck.run import Tools
from peelcheck.signals.packs import Loaded
from peelcheck.signals.reader import SignalReader

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tests" / "reports"


def passes(make: Callable[[], Callable[[], object]], times: int) -> tuple[float, float]:
    """Seconds of making and the first pass, and the median of the later passes."""
    compiled.cache_clear()
    re2.purge()
    begun = perf_counter()
    run = make()
    taken = []
    for _ in range(times + 1):
        run()
        taken.append(perf_counter() - begun)
        begun = perf_counter()
    return taken[0], median(taken[1:])


def patterns(loaded: Loaded) -> list[str]:
    """The patterns that every sentence is held against, or a sentence about their signal; as they are written."""
    groups = [loaded.vocabulary.shields, *(term.patterns for term in loaded.vocabulary.terms.values())]
    for _, signal in loaded.signals().values():
        groups += [signal.subject, signal.here, signal.unless, *signal.cues.values(), *signal.phrases.values()]
    return list(dict.fromkeys(pattern for group in groups for pattern in group))


def each_alone(sources: list[bytes], sentences: list[bytes]) -> Callable[[], object]:
    finders = [re2.compile(source).finditer for source in sources]
    return lambda: [m.span() for sentence in sentences for finditer in finders for m in finditer(sentence)]


def one_set(sources: list[bytes], sentences: list[bytes]) -> Callable[[], object]:
    options = re2.Options()
    options.max_mem = 256 << 20
    together = re2.Set.SearchSet(options)
    for source in sources:
        together.Add(source)
    together.Compile()
    return lambda: [together.Match(sentence) for sentence in sentences]


def signals(tools: Tools, read: list[Finding]) -> Callable[[], object]:
    reader = SignalReader(tools.rules, tools.domain, tools.loaded)
    return lambda: list(reader.observations(read))


def extraction(tools: Tools, documents: list[Document]) -> Callable[[], object]:
    extractor = Extractor(tools.domain, tools.rules)
    return lambda: [extractor.extract(document) for document in documents]


def measure(name: str, documents: list[Document], tools: Tools, times: int, shuffle: bool) -> None:
    findings = [f for d in documents for f in tools.extractor.extract(d).findings if f.kind in ("statement", "metric")]
    read = [shuffled(f) for f in findings] if shuffle else findings
    sentences = [normalise(f.text).text.encode("ascii", "replace") for f in read]
    macros = tools.loaded.vocabulary.macros
    sources = {pattern: cased(expand(pattern, macros)).encode() for pattern in patterns(tools.loaded)}
    without_gap = [source for pattern, source in sources.items() if "{gap " not in pattern]
    rows = {
        "each alone": passes(lambda: each_alone(list(sources.values()), sentences), 1),
        "one set": passes(lambda: one_set(without_gap, sentences), times),
        "signals": passes(lambda: signals(tools, read), times),
        "extraction": passes(lambda: extraction(tools, documents), times),
    }
    megabytes = sum(map(len, sentences)) / 1e6
    print(f"{name}: {len(sentences)} sentences, {megabytes:.2f} MB, {len(sources)} patterns, {len(without_gap)} without a gap")
    for what, (first, later) in rows.items():
        print(f"  {what:24} first pass {first * 1e3:9.1f} ms   later {later * 1e3:8.1f} ms   {megabytes / later:7.2f} MB/s")
    rows["whole way"] = tuple(a + b for a, b in zip(rows["extraction"], rows["signals"], strict=True))
    for one, other in (("each alone", "signals"), ("signals", "one set"), ("whole way", "one set")):
        first, later = (a / b for a, b in zip(rows[one], rows[other], strict=True))
        print(f"  {f'{one} / {other}':24} first pass {first:9.2f}      later {later:8.2f}")


def shuffled(finding: Finding) -> Finding:
    words = finding.text.split()
    random.Random(finding.id).shuffle(words)
    return msgspec.structs.replace(finding, text=" ".join(words))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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

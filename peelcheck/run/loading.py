"""From paths to findings: files of findings and documents alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from peelcheck.evidence.corpus import Corpus
from peelcheck.extract import Extraction, link_quotes
from peelcheck.extract.formats import SUFFIXES, read_document
from peelcheck.extract.remembered import extracted
from peelcheck.model import findingsfile
from peelcheck.model.document import Document
from peelcheck.model.errors import InputError, NothingToCheckError
from peelcheck.model.finding import Finding, Source
from peelcheck.run.tools import Tools, Watch, silent

_FOR_PEOPLE = frozenset({"documents.yaml", "README.md"})  # in a folder: neither read nor listed as skipped


def load(
    paths: Iterable[Path | str], rules: Path | str | None = None, *, tools: Tools | None = None, watch: Watch = silent
) -> Corpus:
    """Read findings files, folders and raw documents alike into one corpus.

    Raises InputError for a file that is named and not understood, NothingToCheckError when nothing was found.
    """
    tools = tools or Tools.of(rules)
    found: list[tuple[Finding, Source]] = []
    documents: list[Document] = []
    skipped: list[tuple[str, str]] = []
    files = list(_files(paths, skipped))
    for number, (path, named) in enumerate(files):
        watch(path.name, number, len(files))
        try:
            if path.suffix.lower() in SUFFIXES:
                document, findings = extracted(path, tools.rules, lambda: tools.extractor)
                documents.append(document)
                found += [(f, Source(path.as_posix())) for f in findings]
            else:
                found += findingsfile.read(path)
        except InputError as error:
            if named or path.suffix.lower() in findingsfile.SUFFIXES:
                raise
            skipped.append((path.as_posix(), error.message))
    if not found:
        why = "; ".join(f"{path}: {reason}" for path, reason in skipped[:3])
        raise NothingToCheckError(f"no findings and no recognised documents were found{' (' + why + ')' if why else ''}")
    linked = link_quotes(f for f, _ in found)
    return Corpus.of(zip(linked, (s for _, s in found), strict=True), documents, skipped)


def _files(paths: Iterable[Path | str], skipped: list[tuple[str, str]]) -> Iterator[tuple[Path, bool]]:
    """Files to read, and whether each was named itself."""
    seen: set[Path] = set()
    listed = [Path(given) for given in paths]
    named = {path.resolve() for path in listed if not path.is_dir()}
    for path in listed:
        if not path.exists():
            raise InputError("there is no such file or folder", "Check the path.", path=path)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts) if path.is_dir() else False
            if hidden or file.resolve() in seen:
                continue
            seen.add(file.resolve())
            is_named = file.resolve() in named
            known = file.suffix.lower() in SUFFIXES | findingsfile.SUFFIXES
            if not is_named and (file.name in _FOR_PEOPLE or not known):
                if file.name not in _FOR_PEOPLE:
                    skipped.append((file.as_posix(), "neither findings nor a document"))
                continue
            if not known:
                kinds = " ".join(sorted(SUFFIXES | findingsfile.SUFFIXES))
                raise InputError(f"is of no known kind ({file.suffix or 'no suffix'})", f"Known: {kinds}.", path=file)
            yield file, is_named


def extractions(
    paths: Iterable[Path | str], tools: Tools, watch: Watch = silent
) -> tuple[list[Extraction], list[Finding], list[tuple[str, str]]]:
    """Extract documents: what became of each, all findings with quotations linked, and what was skipped."""
    skipped: list[tuple[str, str]] = []
    done: list[Extraction] = []
    files = list(_files(paths, skipped))
    for number, (path, named) in enumerate(files):
        watch(path.name, number, len(files))
        if path.suffix.lower() not in SUFFIXES:
            if named:
                raise InputError("is not a document", f"Give one of: {' '.join(sorted(SUFFIXES))}.", path=path)
            skipped.append((path.as_posix(), "not a document"))
            continue
        try:
            done.append(tools.extractor.extract(read_document(path)))
        except InputError as error:
            if named:
                raise
            skipped.append((path.as_posix(), error.message))
    if not done:
        raise NothingToCheckError("no recognised documents were found")
    return done, link_quotes(f for e in done for f in e.findings), skipped

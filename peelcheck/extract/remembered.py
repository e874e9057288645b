"""Extraction that remembers: the findings of a document that was extracted before come from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from peelcheck.extract import Extractor
from peelcheck.extract.formats import read_document
from peelcheck.model.document import Document
from peelcheck.model.finding import Finding
from peelcheck.model.rulesdir import RulesDir


class _Kept(Struct, frozen=True):
    """A document as a cache keeps it: the text that its file was read as, and its findings, quotations not yet linked."""

    text: str
    findings: list[Finding]


def extracted(path: Path, rules: RulesDir, extractor: Callable[[], Extractor]) -> tuple[Document, list[Finding]]:
    """A document and its findings. Raises InputError as reading and extracting do.

    extractor -- gives the extractor, which is made only if it is needed
    """
    if rules.cache.folder is None:
        return _extract(path, extractor())
    try:
        data = path.read_bytes()
    except OSError:
        return _extract(path, extractor())  # says what is wrong
    name = path.name.encode("utf-8", "surrogatepass")  # ids and formats come from it
    key = rules.cache.key("document", rules.digest(under="cycles"), name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    kept = rules.cache.get(key, _Kept)
    if kept is not None:
        return Document(path.name, kept.text, sha256, path), kept.findings
    document, findings = _extract(path, extractor())
    if document.sha256 == sha256:  # nobody wrote to it meanwhile
        rules.keep(key, _Kept(document.text, findings))
    return document, findings


def _extract(path: Path, extractor: Extractor) -> tuple[Document, list[Finding]]:
    done = extractor.extract(read_document(path))
    return done.document, done.findings

"""`sarif`: SARIF 2.1.0 (OASIS 2020), for code scanning services and editors."""

from __future__ import annotations

import inspect
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from peelcheck.report.base import Place, Report, beside, primary_place, row_of
from peelcheck.report.safe import as_json, shown

if TYPE_CHECKING:
    from peelcheck.checks import Entry
    from peelcheck.checks.base import Evidence
    from peelcheck.checks.engine import Flag

Object = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "peelcheckSubject/v1"
_DOCUMENTS = "DOCUMENTS"
_RECOMMENDATION = {"error": "error", "warning": "warning", "note": "recommendation"}


def render(report: Report) -> bytes:
    """A log with one run: every check that ran as a rule, every flag as a result, ignored ones suppressed."""
    rules = sorted((ran.entry for ran in report.ran), key=lambda entry: entry.code)
    index = {entry.code: number for number, entry in enumerate(rules)}
    driver = {
        "name": "peelcheck",
        "version": report.provenance["version"],
        "semanticVersion": report.provenance["version"],
        "rules": [_rule(entry) for entry in rules],
    }
    run: Object = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {
            _DOCUMENTS: {"description": {"text": "The folder of the documents that the findings point into."}}
        },
        "artifacts": [
            {"location": _document(name), "hashes": {"sha-256": digest}}
            for name, digest in report.provenance["documents"].items()
        ],
        "results": [_result(report, flag, index) for flag in [*report.flags, *report.ignored, *report.baselined]],
        "properties": {"provenance": report.provenance, "corpus": report.read, "summary": report.counts},
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(entry: Entry) -> Object:
    page = inspect.cleandoc(entry.load().__doc__ or "")
    return {
        "id": entry.code,
        "name": "".join(word.title() for word in entry.name.split("-")),
        "shortDescription": {"text": message(entry.title)},
        "fullDescription": {"text": message(_first_section(page))},
        "help": {"text": message(page)},
        "helpUri": f"urn:peelcheck:check:{entry.code}",  # the page itself is in `help`, and `peelcheck explain` prints it
        "defaultConfiguration": {"level": entry.severity},
        "properties": {
            "precision": entry.precision,
            "problem.severity": _RECOMMENDATION[entry.severity],
            "tags": [entry.name],
        },
    }


def _first_section(page: str) -> str:
    """What a manual page says under its first heading."""
    section = page.split("\n\n")[1].splitlines()[1:]
    return " ".join(line.strip() for line in section)


def _invocation(report: Report) -> Object:
    said = [{"level": "note", "message": {"text": message(line)}} for line in report.skipped()]
    return {"executionSuccessful": True, **({"toolExecutionNotifications": said} if said else {})}


def _result(report: Report, flag: Flag, index: dict[str, int]) -> Object:
    place = primary_place(report, flag)
    location: Object = {"logicalLocations": [{"fullyQualifiedName": str(flag.subject)}]}
    if place:
        location["physicalLocation"] = {"artifactLocation": {"uri": uri(place.path)}, **_region(place)}
    passages = [(item, "") for item in flag.evidence]
    passages += [(item, f"{beside(peer)}: ") for peer in flag.peers for item in peer.evidence]
    return {
        "ruleId": flag.code,
        "ruleIndex": index[flag.code],
        "kind": "fail",
        "level": flag.severity,
        "message": {"text": message(f"{flag.message} But: {flag.counterargument}")},
        "locations": [location],
        "relatedLocations": [_passage(report, number, item, before) for number, (item, before) in enumerate(passages, 1)],
        "partialFingerprints": {_FINGERPRINT: flag.fingerprint},
        "rank": round(100 * flag.confidence, 1),
        "suppressions": _suppressions(report, flag),
        "properties": {
            "confidence": flag.confidence,
            "message": flag.message,
            "counterargument": flag.counterargument,
            **flag.subject.inspection._asdict(),
            "question": flag.subject.question,
            "signal": flag.subject.signal,
            "primary": flag.primary,
            "related": list(flag.related),
        },
    }


def _suppressions(report: Report, flag: Flag) -> list[Object]:
    if flag.ignored is not None:
        return [{"kind": "inSource" if flag.in_source else "external", "justification": flag.ignored}]
    known = report.compared is not None and flag.fingerprint in report.compared.known
    return [{"kind": "external", "justification": "stands in the baseline"}] if known else []


def _passage(report: Report, number: int, item: Evidence, before: str) -> Object:
    said = f"{before}{f'[{item.level}] ' if item.level else ''}{item.text}"
    location: Object = {"id": number, "message": {"text": message(said)}, "properties": {"finding": item.finding}}
    if item.document:
        region = _region(Place("", *item.lines)) if item.lines else {}
        location["physicalLocation"] = {"artifactLocation": _document(item.document), **region}
    elif place := row_of(report, item.finding):
        location["physicalLocation"] = {"artifactLocation": {"uri": uri(place.path)}, **_region(place)}
    return location


def _region(place: Place) -> Object:
    return {"region": {"startLine": place.first, "endLine": place.last}} if place.first else {}


def _document(name: str) -> Object:
    return {"uri": _encoded(name, safe=""), "uriBaseId": _DOCUMENTS}  # a base name: no slash leads out


def uri(path: str) -> str:
    """A path as a URI reference, percent-encoded: relative as it was given, `file:` where it is absolute."""
    pure = PurePath(path)
    encoded = _encoded(pure.as_posix(), safe="/")
    return f"file://{'/' if not encoded.startswith('/') else ''}{encoded}" if pure.is_absolute() else encoded


def _encoded(text: str, safe: str) -> str:
    try:
        return quote(text, safe=safe, errors="surrogateescape")  # bytes of a file name that are not UTF-8 come out as they are
    except UnicodeEncodeError:
        return quote(text, safe=safe, errors="surrogatepass")


def message(text: str) -> str:
    """Plain message text, in which nothing is a link and nothing a placeholder (SARIF 2.1.0, sections 3.11.5 and 3.11.6)."""
    return re.sub(r"\](?=\()", "] ", shown(text).replace("{", "{{").replace("}", "}}"))

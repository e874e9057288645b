"""`junit`: JUnit XML, for the test pages of build servers.

A suite is an inspection, a case a check applied to one of its questions and signals. Cases that passed are there too. A flag
that fails the run is a failure; one that does not is told in the output of a case that passed. What was not assessed, and
flags that are withheld, ignored, baselined or told by another one, are skipped, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from peelcheck.report.base import HIDDEN, SEVERITIES, Report, about, beside, short, where
from peelcheck.report.safe import one_line, shown

if TYPE_CHECKING:
    from peelcheck.checks.base import Subject
    from peelcheck.checks.engine import Flag, Ran
    from peelcheck.evidence.corpus import Inspection

    Suites = dict[Inspection, list[ET.Element]]
    Flags = dict[Subject, list[tuple[Flag, str | None]]]  # each with why it is not told, if it is not


def render(report: Report) -> bytes:
    """Suites by inspection, cases by check; the same bytes for the same input, so no times and no dates."""
    suites: Suites = {inspection: [] for inspection in report.corpus.by_inspection}
    flags: dict[str, Flags] = {}
    for flag, reason in _flags(report):
        flags.setdefault(flag.code, {}).setdefault(flag.subject, []).append((flag, reason))
    for ran in report.ran:
        for subject, case in _cases(ran, flags.get(ran.entry.code, {}), report.fail_on):
            suites.setdefault(subject.inspection, []).append(case)
    root = ET.Element("testsuites", name="peelcheck")
    for inspection, cases in suites.items():
        suite = ET.SubElement(root, "testsuite", name=one_line(short(inspection)))
        _count(suite, cases)
        properties = ET.SubElement(suite, "properties")
        for name, value in _provenance(report).items():
            ET.SubElement(properties, "property", name=one_line(name), value=one_line(value))
        suite.extend(cases)
    _count(root, [case for cases in suites.values() for case in cases])
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _flags(report: Report) -> Iterator[tuple[Flag, str | None]]:
    """Every flag, and why it is not told here, if it is not."""
    for flag in report.flags:
        first = None if flag.primary else next((other for other in report.related(flag) if other.primary), None)
        yield flag, f"same fact as {first.code} {about(first.subject)}" if first else None
    for flag in report.ignored:
        yield flag, f"ignored: {flag.ignored}"
    for flag in report.baselined:
        yield flag, "stands in the baseline"
    for flag in report.withheld:
        yield flag, f"withheld: confidence {flag.confidence:.2f} is less than asked for"


def _cases(ran: Ran, flags: Flags, fail_on: str) -> Iterator[tuple[Subject, ET.Element]]:
    """The cases of one check. A subject that raised flags has a case for each of them, and no other."""

    def case(subject: Subject, more: str = "") -> ET.Element:
        name = one_line((about(subject) or "inspection") + more)
        return ET.Element("testcase", classname=f"{ran.entry.code} {ran.entry.name}", name=name, time="0")

    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    for subject, raised in flags.items():
        for flag, reason in raised:
            peers = "".join(f" beside {peer.force} {peer.cycle}" for peer in flag.peers) if len(raised) > 1 else ""
            found = case(subject, peers)
            if reason:
                ET.SubElement(found, "skipped", message=one_line(reason))
            elif flag.severity in failing:
                ET.SubElement(found, "failure", type=flag.severity, message=one_line(flag.message)).text = _told(flag)
            else:
                ET.SubElement(found, "system-out").text = f"{flag.severity}: {_told(flag)}"
            yield subject, found
    reasons: dict[Subject, list[str]] = {}
    for subject, why in ran.not_assessable:
        reasons.setdefault(subject, []).append(why)
    for subject in (s for s in reasons if s not in flags):
        found = case(subject)
        ET.SubElement(found, "skipped", message=one_line(f"not assessable: {'; '.join(reasons[subject])}"))
        yield subject, found
    for subject in ran.held:
        if subject not in flags and subject not in reasons:
            yield subject, case(subject)


def _told(flag: Flag) -> str:
    lines = [f"{flag.message} (confidence {flag.confidence:.2f})", f"But: {flag.counterargument}"]
    passages = [(item, "") for item in flag.evidence]
    passages += [(item, f"{beside(peer)}: ") for peer in flag.peers for item in peer.evidence]
    lines += [f"{before}{where(e)}{f' [{e.level}]' if e.level else ''} {e.text}" for e, before in passages]
    lines.append(f"fingerprint {flag.fingerprint}")
    return shown("\n".join(lines))


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    element.set("time", "0")


def _provenance(report: Report) -> dict[str, str]:
    known = report.provenance
    return {
        "version": known["version"],
        "settings": known["settings"],
        **{f"pack {name}": digest for name, digest in known["packs"].items()},
        **{f"document {name}": digest for name, digest in known["documents"].items()},
        **{name: str(report.counts[name]) for name in HIDDEN},
    }

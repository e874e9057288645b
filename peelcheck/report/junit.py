"""`junit`: JUnit XML, for the test pages of build servers.

A suite is an inspection, a case a check applied to one of its questions and signals. Cases that passed are there too. A flag
that fails the run is a failure; one that does not is told in the output of a case that passed. What was not assessed, and
flags that are withheld, ignored or told by another one, are skipped, each with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from peelcheck.report.base import HIDDEN, SEVERITIES, Report, about, beside, short, where
from peelcheck.report.safe import one_line, shown

if TYPE_CHECKING:
    from peelcheck.checks.base import Subject
    from peelcheck.checks.engine import Flag, Ran
    from peelcheck.evidence.corpus import Inspection

    Suites = dict[Inspection, list[ET.Element]]


def render(report: Report) -> bytes:
    """Suites by inspection, cases by check; the same bytes for the same input, so no times and no dates."""
    suites: Suites = {inspection: [] for inspection in report.corpus.by_inspection}
    for ran in report.ran:
        _cases(report, ran, suites)
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


def _cases(report: Report, ran: Ran, suites: Suites) -> None:
    """The cases of one check. A subject that raised a flag has the case of the flag alone."""
    code = ran.entry.code
    flagged: set[Subject] = set()

    def case(subject: Subject, more: str = "") -> ET.Element:
        name = about(subject) or "inspection"
        found = ET.Element("testcase", classname=f"{code} {ran.entry.name}", name=one_line(name + more), time="0")
        suites.setdefault(subject.inspection, []).append(found)
        return found

    for flag in (f for f in [*report.flags, *report.ignored, *report.withheld] if f.code == code):
        flagged.add(flag.subject)
        found = case(flag.subject, "".join(f" beside {peer.force} {peer.cycle}" for peer in flag.peers))
        reason = _left_out(report, flag)
        if reason:
            ET.SubElement(found, "skipped", message=one_line(reason))
        elif report.fail_on in SEVERITIES and SEVERITIES.index(flag.severity) <= SEVERITIES.index(report.fail_on):
            failure = ET.SubElement(found, "failure", type=flag.severity, message=one_line(flag.message))
            failure.text = _told(flag)
        else:
            ET.SubElement(found, "system-out").text = f"{flag.severity}: {_told(flag)}"
    reasons: dict[Subject, list[str]] = {}
    for subject, reason in ran.not_assessable:
        reasons.setdefault(subject, []).append(reason)
    for subject, said in reasons.items():
        if subject not in flagged:
            ET.SubElement(case(subject), "skipped", message=one_line(f"not assessable: {'; '.join(said)}"))
    for subject in ran.held:
        if subject not in flagged and subject not in reasons:
            case(subject)


def _left_out(report: Report, flag: Flag) -> str | None:
    """Why a flag is not told here, if it is not."""
    if flag.ignored is not None:
        return f"ignored: {flag.ignored}"
    if flag in report.withheld:
        return f"withheld: confidence {flag.confidence:.2f} is less than asked for"
    if not flag.primary:
        first = next((other for other in report.related(flag) if other.primary), None)
        return f"same fact as {first.code} {about(first.subject)}" if first else None
    return None


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

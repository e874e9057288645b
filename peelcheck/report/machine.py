"""`json`: the result as one object, by the contract."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec

from peelcheck.report import contract
from peelcheck.report.base import Report
from peelcheck.report.safe import as_json, shown

if TYPE_CHECKING:
    from peelcheck.checks.base import Approximation
    from peelcheck.checks.baseline import Compared, Known
    from peelcheck.checks.engine import Flag, Ran
    from peelcheck.evidence.assessment import Assessment


def render(report: Report) -> bytes:
    """The whole result, the same bytes for the same input."""
    return as_json(contract.Run(**header(report), flags=[flag_record(f) for f in report.flags]), indent=1)


def header(report: Report) -> dict[str, Any]:
    """All but the flags, by the keys of the contract."""
    return {
        "schema": contract.VERSION,
        "tool": contract.Tool(name="peelcheck", version=report.provenance["version"]),
        "corpus": contract.Read(**report.read),
        "assessments": [_assessment(a) for a in report.assessments],
        "checks": [_check(r) for r in report.ran],
        "approximation": [_approximation(a) for r in report.ran for a in r.approximations],
        "provenance": contract.Provenance(**report.provenance),
        "summary": contract.Summary(**report.counts),
        "ignored": [contract.Ignored(**_flag(f), reason=f.ignored or "") for f in report.ignored],
        "skipped": [contract.Skipped(path=shown(path), reason=shown(reason)) for path, reason in report.corpus.skipped],
        **({"baseline": _baseline(report.compared)} if report.compared else {}),
        **({"remarks": [shown(line) for line in report.remarks]} if report.remarks else {}),
    }


def flag_record(flag: Flag) -> contract.Flag:
    """One flag by the contract."""
    return contract.Flag(**_flag(flag))


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code,
        "name": flag.name,
        "severity": flag.severity,
        "confidence": flag.confidence,
        **flag.subject.inspection._asdict(),
        "question": flag.subject.question,
        "signal": flag.subject.signal,
        "message": flag.message,
        "evidence": [msgspec.convert(e, contract.Evidence, from_attributes=True) for e in flag.evidence],
        "peers": [msgspec.convert(p, contract.Peer, from_attributes=True) for p in flag.peers],
        "counterargument": flag.counterargument,
        "primary": flag.primary,
        "related": list(flag.related),
        "fingerprint": flag.fingerprint,
    }


def _baseline(compared: Compared) -> contract.Baseline:
    def records(known: dict[str, Known]) -> list[contract.Baselined]:
        return [contract.Baselined(fingerprint=f, code=k.code, inspection=k.inspection, about=k.about) for f, k in known.items()]

    return contract.Baseline(changed=records(compared.changed), fixed=records(compared.fixed))


def _check(ran: Ran) -> contract.Check:
    left = [contract.NotAssessable(subject=str(subject), reason=why) for subject, why in ran.not_assessable]
    return contract.Check(code=ran.entry.code, name=ran.entry.name, applied=ran.applied, fired=ran.fired, not_assessable=left)


def _approximation(item: Approximation) -> contract.Approximation:
    return contract.Approximation(**{**dataclasses.asdict(item), "quality": round(item.quality, 4)})


def _assessment(item: Assessment) -> contract.Assessment:
    signals = {
        name: contract.SignalSeen(low=s.low, high=s.high, findings=list(dict.fromkeys(o.finding for o in s.observations)))
        for name, s in item.signals.items()
    }
    return contract.Assessment(
        **item.inspection._asdict(),
        question=item.question,
        topic=item.topic,
        declared=item.declared,
        form=item.form,
        status=item.status,
        acceptability={grade: round(share, 4) for grade, share in item.acceptability.items()},
        coverage=round(item.coverage, 4),
        caps=item.caps,
        signals=signals,
    )

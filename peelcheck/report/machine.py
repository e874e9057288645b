"""The result as one JSON object; its form is a contract (schema `peelcheck/1`): keys may be added, none taken away."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec

from peelcheck.checks.base import Approximation, Evidence
from peelcheck.checks.engine import Flag, Ran
from peelcheck.evidence.assessment import Assessment
from peelcheck.evidence.corpus import Corpus


def to_json(
    corpus: Corpus,
    observations: int,
    assessments: list[Assessment],
    flags: list[Flag],
    ran: list[Ran],
    provenance: dict[str, Any],
    counts: dict[str, int],
) -> bytes:
    """The whole result, the same bytes for the same input."""
    whole = {
        "schema": "peelcheck/1",
        "tool": {"name": "peelcheck", "version": provenance["version"]},
        "corpus": {
            "documents": len({f.locator.document for f in corpus.findings if f.locator}),
            "inspections": len(corpus.by_inspection),
            "forces": len({i.force for i in corpus.by_inspection}),
            "findings": len(corpus.findings),
            "observations": observations,
        },
        "assessments": [_assessment(a) for a in assessments],
        "checks": [
            {
                "code": r.entry.code,
                "name": r.entry.name,
                "applied": r.applied,
                "fired": r.fired,
                "not_assessable": [{"subject": s, "reason": why} for s, why in r.not_assessable],
            }
            for r in ran
        ],
        "approximation": [_approximation(a) for r in ran for a in r.approximations],
        "flags": [flag_object(f) for f in flags],
        "provenance": provenance,
        "summary": counts,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def flag_object(flag: Flag) -> dict[str, Any]:
    """One flag by the contract."""
    return {
        "code": flag.code,
        "name": flag.name,
        "severity": flag.severity,
        "confidence": flag.confidence,
        **flag.subject.inspection._asdict(),
        "question": flag.subject.question,
        "signal": flag.subject.signal,
        "message": flag.message,
        "evidence": [_evidence(e) for e in flag.evidence],
        "peers": [
            {
                "force": p.force,
                "cycle": p.cycle,
                "grade": p.grade,
                "answered": p.answered,
                "evidence": [_evidence(e) for e in p.evidence],
            }
            for p in flag.peers
        ],
        "counterargument": flag.counterargument,
        "primary": flag.primary,
        "related": list(flag.related),
        "fingerprint": flag.fingerprint,
    }


def _approximation(item: Approximation) -> dict[str, Any]:
    return {**dataclasses.asdict(item), "quality": round(item.quality, 4)}


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "finding": item.finding,
        "document": item.document,
        "lines": item.lines,
        "chars": item.chars,
        "text": item.text,
        "signal": item.signal,
        "level": item.level,
    }


def _assessment(item: Assessment) -> dict[str, Any]:
    return {
        **item.inspection._asdict(),
        "question": item.question,
        "topic": item.topic,
        "declared": item.declared,
        "form": item.form,
        "status": item.status,
        "acceptability": {grade: round(share, 4) for grade, share in item.acceptability.items()},
        "coverage": round(item.coverage, 4),
        "caps": item.caps,
        "signals": {
            name: {"low": s.low, "high": s.high, "findings": list(dict.fromkeys(o.finding for o in s.observations))}
            for name, s in item.signals.items()
        },
    }

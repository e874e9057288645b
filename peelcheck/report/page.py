"""`html`: one plain page that needs nothing else: no scripts, no other files, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from peelcheck.evidence.corpus import label
from peelcheck.report.base import HIDDEN, OF_CHECKS, OF_GRADES, Report, beside, grades, heading, short, under, where
from peelcheck.report.safe import shown


def render(report: Report) -> bytes:
    """The page. The templates escape every text; the policy lets a browser use the page's own style and nothing else."""
    style, digest = _style()
    return (
        _template()
        .render(
            report=report,
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            inspections=[(label(report.domain, inspection), flags) for inspection, flags in report.by_inspection()],
            grades=[(item, *grades(report, item)) for item in report.assessments],
            hidden=HIDDEN,
            of_grades=OF_GRADES,
            of_checks=OF_CHECKS,
        )
        .encode()
        + b"\n"
    )


def _style() -> tuple[Markup, str]:
    """The style, which is ours and knows no escapes, and the hash by which the policy allows it."""
    style = resources.files("peelcheck.report").joinpath("page.css").read_text("utf-8").strip()
    return Markup(style), base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()  # noqa: S704


@cache
def _template() -> jinja2.Template:
    env = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_plain
    )
    env.globals |= {"beside": beside, "heading": heading, "short": short, "under": under, "where": where}
    return env.from_string(resources.files("peelcheck.report").joinpath("page.html.jinja").read_text("utf-8"))


def _plain(value: Any) -> Any:
    """What is put into the page, without what a browser would obey; markup of our own stays."""
    return shown(value) if type(value) is str else value

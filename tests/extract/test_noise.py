"""What stands between the sentences of a document and is no sentence."""

from __future__ import annotations

import pytest
from helpers import REPORTS, extract

from peelcheck.model.finding import Finding

OCR = (REPORTS / "ocr-2015.txt").read_text(encoding="utf-8")
PDF = (REPORTS / "pdf-markdown-2016.md").read_text(encoding="utf-8")
LETTER = (REPORTS / "letter-2018.txt").read_text(encoding="utf-8")
WEB = (REPORTS / "web-badged-2018.txt").read_text(encoding="utf-8")

Said = tuple[str, str | None, str, tuple[str, ...]]


def said(text: str) -> list[Said]:
    def one(finding: Finding) -> Said:
        return (finding.kind, finding.question, finding.text, tuple(finding.section))

    return [one(finding) for finding in extract(text).findings]


def noise(line: str, *, gap: str | None = None) -> object:
    return pytest.param(line, marks=pytest.mark.xfail(strict=True, reason=gap) if gap else ())


@pytest.mark.parametrize(
    "line",
    [
        noise("28"),
        noise("Page 28 of 90"),
        noise("---"),
        noise("_"),
        noise("Figure 9: Thefts of gates, by month"),
        noise("**Figure 9: Thefts of gates, by month**"),
        noise("Source: returns of the force"),
        noise("**Source: returns of the force**"),
        noise("⁷ Gates are counted with their posts."),
        noise("<sup>7</sup> Gates are counted with their posts."),
        noise("^{7} Gates are counted with their posts."),
        noise("\\* Gates are counted with their posts."),
        noise("www.example.org/gates"),
        noise("[www.example.org/gates](http://www.example.org/gates)"),
        noise("10% 5% 0% -5% -10% Harrowmere Northfell Easterdale Morrowshire Saltwick and Vale Mean of all five forces"),
    ],
)
@pytest.mark.parametrize(("text", "before"), [(OCR, "Farmers asked for it."), (PDF, "A good investigation starts")])
def test_noise_between_paragraphs_changes_nothing(text: str, before: str, line: str) -> None:
    at = text.index("\n\n", text.index(before))
    assert said(f"{text[:at]}\n\n{line}{text[at:]}") == said(text)


@pytest.mark.parametrize("line", ["Back to top", "Skip to content", "Share this page", "Last updated 14/06/2019"])
def test_navigation_of_a_web_page_changes_nothing(line: str) -> None:
    at = WEB.index("\n\n", WEB.index("Officers keep a list"))
    assert said(f"{WEB[:at]}\n\n{line}{WEB[at:]}") == said(WEB)


def test_a_long_heading_may_differ_from_its_title_by_a_letter() -> None:
    title = "How well does the force work to prevent crime and anti-social behaviour, and keep people safe?"
    at = OCR.rindex(title)
    changed = OCR[:at] + title.replace("anti-social", "antisocial") + OCR[at + len(title) :]
    assert [f[:3] for f in said(changed)] == [f[:3] for f in said(OCR)]


@pytest.mark.parametrize("line", ["2 Lantern Row", "3rd December 2019"])
def test_the_head_of_a_letter_is_no_statement(line: str) -> None:
    assert said(LETTER.replace("London\n", f"London\n\n{line}\n")) == said(LETTER)


def test_boxes_of_an_overview_do_not_become_a_chapter() -> None:
    at, end = PDF.index("Its two armed crews"), PDF.index("## Next steps")
    found = extract(PDF[:at] + "Its crews train.\n\n" + PDF[end:]).findings
    (overview,) = [f for f in found if f.text.startswith("Most of the force's officers")]
    assert (overview.question, overview.summary) == ("overall", True)


@pytest.mark.parametrize("mark", ["²", "<sup>2</sup>", "$^{2}$", "^{2}"])
def test_a_note_mark_hides_no_word(mark: str) -> None:
    plain = "shows under a lamp. Farmers"
    found = extract(OCR.replace(plain, f"shows under a lamp{mark}. Farmers")).findings
    assert "Farmers asked for it." in [f.text for f in found]


def test_hard_line_ends_are_joined() -> None:
    import textwrap

    wrapped = "\n".join(textwrap.fill(line, 72) if len(line) > 120 else line for line in WEB.split("\n"))
    assert wrapped.count("\n") > WEB.count("\n") + 2
    assert [f[2] for f in said(wrapped)] == [f[2] for f in said(WEB)]

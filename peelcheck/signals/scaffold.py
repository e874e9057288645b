"""A signal to be filled in: every key with what it means, taken from the types. What `rules new` writes.

What must be filled in loads and reads nothing: `rules test` fails until the examples are sentences and the patterns words.
"""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

from peelcheck.model.checked import schema_of
from peelcheck.model.domain import Domain
from peelcheck.model.errors import InputError
from peelcheck.model.rulesdir import RulesDir
from peelcheck.signals import packs
from peelcheck.signals.packs import Loaded, Signal

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PACK = re.compile(r"[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*")
_FIELDS = {
    "title": ["title: FILL IN what is so when all is well"],
    "theme": ["theme: {signal}"],
    "rationale": ["rationale: >-", "  FILL IN why it bears on the grade."],
    "sources": ['sources: ["FILL IN"]'],
    "weight": ["weight: 3"],
    "subject": ["subject:", r"  - '\bfill in the words that name the subject\b'"],
    "here": ["# here:", r"#   - '\bplain word for it in this question\b'"],
    "under": ["# under:", r"#   - '\bheading under which the plain word means it\b'"],
    "unless": ["# unless:", r"#   - '\bwords that mean something else\b'"],
    "terms": ["# terms: [A_TERM_OF_THE_VOCABULARY]"],
    "without": ["# without: [A_GENERAL_TERM]"],
    "gives_way": ["# gives_way: true"],
    "metrics": [
        "# metrics:",
        "#   - unit: percent",
        r"#     about: ['\bdone\b']",
        "#     levels: {{failing: '< 50', weak: '< 85', sound: '< 98', strong: '>= 98'}}",
    ],
    "cues": [
        "cues:",
        "  weak:",
        r"    - '\bfill in how it falls short\b'",
        "  sound:",
        r"    - '\bfill in how it is as it should be\b'",
    ],
    "phrases": ["# phrases:", "#   failing:", r"#     - '\bsubject{{gap 3}}and judgment in one\b'"],
    "answered_by": ["answered_by:", r"  - '\bfill in the words that an answer about it uses\b'"],
    "caps": ["# caps: {{failing: A_GRADE_OF_THE_CYCLE}}"],
    "base_rate": ["# base_rate: {{failing: 0.05, weak: 0.35, sound: 0.5, strong: 0.1}}"],
    "examples": [
        "examples:",
        "  - {{text: FILL IN a sentence that blames, level: weak}}",
        "  - {{text: FILL IN a sentence that finds it as it should be, level: sound}}",
        "  - {{text: FILL IN a sentence about the past, level: weak, assertion: historical}}",
        "  - {{text: FILL IN a sentence about a plan, level: sound, assertion: planned}}",
        "  - {{text: FILL IN a sentence about somebody else, level: weak, assertion: other_body}}",
        "  - {{text: FILL IN a sentence with the same words in another sense, level: none}}",
        "  - {{text: FILL IN what an answer about it says, level: weak, answer: true}}",
    ],
}


def block(signal: str) -> str:
    """The entry of one signal, as it stands under `signals:` of a pack."""
    known = schema_of(Signal)["$defs"]["Signal"]["properties"]
    lines = [f"  {signal}:"]
    for name, described in known.items():
        lines.append(f"    # {described['description']}")
        lines += [f"    {line.format(signal=signal)}" for line in _FIELDS[name]]
    return "\n".join(lines) + "\n"


def document(pack: str, signal: str, topic: str | None = None) -> str:
    """A new pack that holds one signal; its topic is the last part of its name unless another is given."""
    title = pack.partition("/")[2].replace("_", " ").replace("-", " ").capitalize()
    head = [
        f"pack: {pack}",
        f"title: {title}",
        f"updated: {datetime.date.today().isoformat()}",
        "# The topic of the questions whose grade its signals bear on; `cycles: [...]` beside it narrows it to some cycles.",
        f"applies_to: {{topic: {topic or pack.partition('/')[2]}}}",
        "signals:",
    ]
    return "\n".join(head) + "\n\n" + block(signal)


def extension(pack: str, signal: str) -> str:
    """A file that adds one signal to a pack that stands elsewhere."""
    says = "# Only what is added or otherwise; everything else comes from that pack."
    return f"{says}\nextends: {pack}\nsignals:\n\n{block(signal)}"


def check(loaded: Loaded, pack: str, signal: str) -> None:
    """Raises InputError for a name that is taken or is none."""
    if not _PACK.fullmatch(pack) or pack.startswith("cycles/"):
        raise InputError(f"{pack!r} is no name for a pack", "Write FOLDER/TOPIC in lower case, as in: " + ", ".join(loaded.packs))
    if not _NAME.fullmatch(signal):
        raise InputError(f"{signal!r} is no name for a signal", "Use lower-case letters, digits and underscores.")
    taken = loaded.signals().get(signal)
    if taken is not None:
        raise InputError(f"there is a signal {signal!r}, in {taken[0].pack}", "Choose another name.")


def add(folder: Path, pack: str, signal: str, topic: str | None = None) -> Path:
    """Add the entry to a pack of an overlay folder; a pack that is shipped is extended there. Returns the file's path.

    Raises InputError, and leaves the folder's packs as they were, where the pack would not load afterwards.
    """
    loaded = packs.load(RulesDir(folder if folder.exists() else None))
    check(loaded, pack, signal)
    there = loaded.paths.get(pack)
    if there is not None and topic is not None:
        raise InputError(f"the pack {pack!r} has a topic already", "Leave out the topic.", path=there)
    mine = next((p for p in (loaded.extensions.get(pack), there) if p is not None and p.is_relative_to(folder)), None)
    path = mine or folder / f"{pack}.yaml"
    old = path.read_bytes() if path.exists() else None
    if mine is None and old is not None:
        raise InputError(f"holds another pack than {pack!r}", "Name the pack that stands in it.", path=path)
    if mine is not None:
        text = mine.read_text("utf-8").rstrip("\n") + "\n\n" + block(signal)
    else:
        text = _headed(document(pack, signal, topic) if there is None else extension(pack, signal), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    try:
        rules = RulesDir(folder)
        loaded = packs.load(rules)
        packs.hold_against(loaded, Domain.load(rules))
        if signal not in loaded.packs[pack].signals:
            raise InputError("its signals are not the last thing in the file", "Add the entry by hand.", path=path)
    except InputError:
        if old is None:
            path.unlink()
            for empty in (path.parent, folder):
                if not any(empty.iterdir()):
                    empty.rmdir()
        else:
            path.write_bytes(old)
        raise
    return path


def _headed(text: str, path: Path) -> str:
    """The text of a new file under the line that tells editors its schema."""
    schema = Path(__file__).parents[1] / "schemas" / "pack.schema.json"
    body = "\n".join(line for line in text.split("\n") if not line.startswith("# yaml-language-server:"))
    return f"# yaml-language-server: $schema={os.path.relpath(schema, path.parent.resolve())}\n{body}"

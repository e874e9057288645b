"""Text of documents is not to be trusted: what every renderer does to it before its format's own escapes."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

# What a terminal or a viewer would obey, and what XML and UTF-8 cannot hold: control characters (tab and line feed
# excepted), changes of direction, lone surrogates, non-characters.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Text in which what must not be obeyed is a replacement character, and every line ends alike."""
    return _UNSHOWN.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The same, white space folded."""
    return " ".join(shown(text).split())


def log_line(text: str) -> str:
    """One line in which a build server's runner finds no command (`::name::`, `##[name]`)."""
    return one_line(text).replace("##[", "＃＃[").replace("::", "：：")


def as_json(data: Any, indent: int = 0) -> bytes:
    """JSON that loses nothing and that a terminal can show: unseen characters are written as escapes.

    indent -- spaces a level; 0 for one line
    """
    text = json.dumps(
        msgspec.to_builtins(data), ensure_ascii=False, indent=indent or None, separators=(",", ": " if indent else ":")
    )
    escaped = _UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", _HALVES.sub("\ufffd", text))
    return escaped.encode() + b"\n"

"""peelcheck: does this grade fit the evidence?

corpus = peelcheck.load(["seeds"])
result = peelcheck.check(corpus)
result.flags            # a pandas DataFrame, like .assessments and .observations
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peelcheck.run import check as check
    from peelcheck.run import load as load

__version__ = "0.1.0"
__all__ = ["__version__", "check", "load"]


def __getattr__(name: str) -> Any:
    """Load the working parts only when they are asked for: `--version` and `--help` stay quick."""
    if name in {"check", "load"}:
        from peelcheck import run

        return getattr(run, name)
    raise AttributeError(f"module 'peelcheck' has no attribute {name!r}")

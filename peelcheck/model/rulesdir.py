"""Where rule files lie: a folder of the user's own, file by file before the ones that ship with peelcheck."""

from __future__ import annotations

from pathlib import Path

from peelcheck.model.errors import InputError


def shipped() -> Path:
    """The folder of the shipped rules: in the wheel beside this package, in a checkout at its top."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


class RulesDir:
    """A view of rule files in which a file of `own` takes the place of the shipped file of the same name."""

    def __init__(self, own: Path | None = None) -> None:
        if own is not None and not own.is_dir():
            raise InputError("is not a folder of rules", "Give --rules a folder laid out like the shipped one.", path=own)
        self.roots = [root for root in (own, shipped()) if root is not None]

    def file(self, relative: str) -> Path:
        """The path of one rule file. Raises InputError when there is none."""
        for root in self.roots:
            if (root / relative).is_file():
                return root / relative
        raise InputError(f"there is no {relative}", "Reinstall peelcheck, or add the file.", path=self.roots[0])

    def glob(self, pattern: str) -> list[Path]:
        """Rule files that match, own ones in the place of shipped ones, sorted by relative name."""
        return [paths[0] for paths in self.layers(pattern).values()]

    def layers(self, pattern: str) -> dict[str, list[Path]]:
        """Rule files that match by relative name, sorted; of each name the file that counts, then what it hides."""
        found: dict[str, list[Path]] = {}
        for root in self.roots:
            for path in root.glob(pattern):
                found.setdefault(path.relative_to(root).as_posix(), []).append(path)
        return {name: found[name] for name in sorted(found)}

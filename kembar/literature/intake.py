"""What do the files of a corpus hold together: which records, which broken, which duplicates, which fields filled?

Pure but for reading the bytes it is pointed to; what is written of it is up to ``actions.reading``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kembar.literature.duplicates import Merge, deduplicate
from kembar.literature.readers import ReadingError, ReadReport, Record, read_bytes

FIELDS = (
    "authors", "year", "container", "doi", "abstract", "keywords", "affiliations", "countries", "references",
    "cited_by", "language",
)  # fmt: skip
"""Fields whose filling is told: maps and bars need them."""
MOST_BROKEN = 500  # broken records listed one by one per file; the rest is counted


@dataclass(frozen=True)
class Intake:
    """What files hold: records once each in their order, one report a file, files that could not be read, merges."""

    records: list[Record]
    reports: list[ReadReport]
    errors: list[ReadingError]
    merges: list[Merge]

    def result(self) -> dict[str, Any]:
        """As it is kept with the corpus."""
        count = len(self.records)
        return {
            "files": [_report(one) for one in self.reports],
            "unread": [{"file": one.source, "code": one.code, "detail": one.detail[:300]} for one in self.errors],
            "filled": {
                name: sum(1 for one in self.records if getattr(one, name) not in ("", (), None)) for name in FIELDS
            }
            if count
            else {},
            "authors": prolific(self.records),
        }


def prolific(records: Sequence[Record], most: int = 12) -> list[tuple[str, int]]:
    """The authors of most records, of two at least, under the names as they are written."""
    counted: Counter[str] = Counter()
    for one in records:
        counted.update(dict.fromkeys(one.authors, 1))
    return [(name, n) for name, n in counted.most_common(most) if n > 1]


def _report(report: ReadReport) -> dict[str, Any]:
    broken = report.broken
    return {
        "file": report.source,
        "format": report.format,
        "records": report.records,
        "broken_count": len(broken),
        "broken": [asdict(one) | {"text": one.text[:160]} for one in broken[:MOST_BROKEN]],
        "notes": dict(report.notes),
    }


def take_in(files: Sequence[tuple[str, Path]], tell: Callable[[str, float], None] | None = None) -> Intake:
    """Reads files given as (name to show, where the bytes lie); ``tell`` hears the stage and the share of it (0 to 1).

    Nothing is fatal: a file that holds no records is among the errors.
    """
    tell = tell or (lambda _stage, _share: None)
    sizes = [path.stat().st_size if path.exists() else 0 for _name, path in files]
    whole, before = sum(sizes) or 1, 0
    records: list[Record] = []
    reports: list[ReadReport] = []
    errors: list[ReadingError] = []
    for (name, path), size in zip(files, sizes, strict=True):

        def heard(_name: str, share: float, before: int = before, size: int = size) -> None:
            tell("read", (before + share * size) / whole)

        try:
            found, report = read_bytes(path.read_bytes(), name, heard)
            records += found
            reports.append(report)
        except FileNotFoundError:
            errors.append(ReadingError("missing", name))
        except ReadingError as error:
            errors.append(error)
        before += size
    tell("merge", 0.0)
    kept, merges = deduplicate(records)
    return Intake(kept, reports, errors, merges)

"""Which records are one publication, and what was merged into what?"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from kembar.literature.records import Record, family_name, fold, without_particles


@dataclass(frozen=True, slots=True)
class Merge:
    """One record that was merged into another, by ``"doi"`` or by ``"title, year, author"``."""

    kept: Record
    dropped: Record
    by: str


_LISTS = ("keywords", "index_keywords", "affiliations", "countries")


def title_key(record: Record) -> tuple[str, int | None, str] | None:
    """Title, year and first author as they are compared, in any script; None when the title has no letter or digit."""
    title = fold(record.title)
    if not title:
        return None
    return title, record.year, fold(without_particles(family_name(record.authors[0]))) if record.authors else ""


def deduplicate(records: Sequence[Record]) -> tuple[list[Record], list[Merge]]:
    """The records once each, in their order, and every merge.

    Two records are one publication when their DOIs are equal, or when title, year and family name of the first
    author are equal and not both have a DOI (two DOIs that differ are two publications) and not just one is a preprint.
    Letters of every script count, so that titles in Korean or Devanagari never fall together for want of Latin letters.
    What the kept record lacks is taken from the other.
    """
    kept: list[Record] = []
    by_doi: dict[str, int] = {}
    by_title: dict[tuple[str, int | None, str], list[int]] = {}
    merges: list[tuple[int, Record, str]] = []
    for record in records:
        place, reason = _find(record, kept, by_doi, by_title)
        if place is None:
            place = len(kept)
            kept.append(record)
        else:
            merges.append((place, record, reason))
            kept[place] = _fill(kept[place], record)
        if record.doi:
            by_doi.setdefault(record.doi, place)
        key = title_key(record)
        if key is not None and place not in by_title.setdefault(key, []):
            by_title[key].append(place)
    return kept, [Merge(kept[place], record, reason) for place, record, reason in merges]


def _find(
    record: Record,
    kept: Sequence[Record],
    by_doi: dict[str, int],
    by_title: dict[tuple[str, int | None, str], list[int]],
) -> tuple[int | None, str]:
    if record.doi and record.doi in by_doi:
        return by_doi[record.doi], "doi"
    key = title_key(record)
    if key is None:
        return None, ""
    for place in by_title.get(key, ()):
        is_preprint = (record.kind == "preprint") != (kept[place].kind == "preprint")
        if not (record.doi and kept[place].doi) and not is_preprint:
            return place, "title, year, author"
    return None, ""


def _fill(record: Record, other: Record) -> Record:
    """The record with what it lacks taken from the other; lists of words joined, the higher count of citations kept."""
    changes: dict[str, object] = {}
    for field in fields(Record):
        mine, theirs = getattr(record, field.name), getattr(other, field.name)
        if field.name in ("fields", "source", "line", "format", "author_ids"):
            continue
        if field.name in _LISTS:
            known = {fold(value) for value in mine}
            extra = tuple(value for value in theirs if fold(value) not in known)
            if extra:
                changes[field.name] = (*mine, *extra)
        elif field.name == "cited_by":
            counts = [count for count in (mine, theirs) if count is not None]
            if counts and max(counts) != mine:
                changes["cited_by"] = max(counts)
        elif not mine and theirs:
            changes[field.name] = theirs
            if field.name == "authors":
                changes["author_ids"] = other.author_ids
    if record.authors and len(other.authors) == len(record.authors):
        longer = _longer_names(record.authors, other.authors)
        if longer != record.authors:
            changes["authors"] = longer
        if not any(record.author_ids) and any(other.author_ids):
            changes["author_ids"] = other.author_ids
    merged = {name: values for name, values in other.fields.items() if name not in record.fields}
    return replace(record, **changes, fields={**record.fields, **merged})  # type: ignore[arg-type]


def _longer_names(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """The fuller form of each name, where both name the same family in the same place."""
    return tuple(
        other
        if fold(family_name(name)) == fold(family_name(other))
        and len(other.replace(".", "")) > len(name.replace(".", ""))
        else name
        for name, other in zip(mine, theirs, strict=True)
    )

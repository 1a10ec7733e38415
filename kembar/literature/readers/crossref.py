"""Publications of Crossref as JSON (a work, a list, or an answer of its API), and the CSL JSON of Zotero, which
looks alike.
"""

import html
from collections.abc import Mapping
from typing import Any

from kembar.literature.readers.tables import json_fields
from kembar.literature.records import Reading, doi_of, kind_of, pages_of, split_list, unique, year_of

NAME = "crossref"


def recognises_work(work: Mapping[str, Any]) -> bool:
    return bool({"DOI", "container-title", "issued", "URL", "author"} & set(work)) and (
        "title" in work or "type" in work
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int) else ""


def _date(work: Mapping[str, Any]) -> int | None:
    for name in ("issued", "published", "published-print", "published-online", "created"):
        parts = work.get(name)
        parts = parts.get("date-parts") if isinstance(parts, Mapping) else None
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and first and (year := year_of(str(first[0]))):
            return year
    told = work.get("issued")  # Zotero writes what is no date as it stands
    return year_of(str(told.get("raw") or told.get("literal") or "")) if isinstance(told, Mapping) else None


def _person(person: Mapping[str, Any]) -> str:
    def part(name: str) -> str:
        return html.unescape(str(person.get(name) or "")).strip()

    family = f"{part('non-dropping-particle')} {part('family')}".strip()
    given = f"{part('given')} {part('dropping-particle')}".strip()
    return ", ".join(filter(None, (family, given, part("suffix")))) or part("name") or part("literal")


def _cited(entry: Mapping[str, Any]) -> str:
    if entry.get("unstructured"):
        text = str(entry["unstructured"])
        doi = str(entry.get("DOI") or "")
        return f"{text} DOI {doi}" if doi and doi.lower() not in text.lower() else text
    parts = [
        str(entry.get(name) or "") for name in ("author", "year", "article-title", "volume-title", "journal-title")
    ]
    for name, sign in (("volume", "V"), ("first-page", "P"), ("DOI", "DOI ")):
        if entry.get(name):
            parts.append(f"{sign}{entry[name]}")
    return ", ".join(part for part in parts if part)


def keep_work(number: int, work: Mapping[str, Any], reading: Reading) -> None:
    """One work; ``number`` is its place in the file."""
    pages = pages_of(_text(work.get("page")))
    raw = work.get("author") or work.get("editor")
    people = [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list) else []
    named = [(name, str(one.get("ORCID") or "").rsplit("/", 1)[-1]) for one in people if (name := _person(one))]
    cited, language = work.get("is-referenced-by-count"), work.get("language")
    affiliations = [
        place.get("name", "") for one in people for place in one.get("affiliation") or () if isinstance(place, Mapping)
    ]
    reference = work.get("reference")
    subjects = work.get("subject")
    reading.keep(
        number,
        json_fields(work),
        title=_text(work.get("title")),
        authors=tuple(name for name, _ in named),
        author_ids=tuple(orcid for _, orcid in named),
        year=_date(work),
        doi=doi_of(_text(work.get("DOI"))),
        kind=kind_of(_text(work.get("type")).removeprefix("article-") or ""),
        container=_text(work.get("container-title")),
        volume=_text(work.get("volume")),
        issue=_text(work.get("issue")),
        first_page=pages[0] or _text(work.get("article-number")),
        last_page=pages[1],
        publisher=_text(work.get("publisher")),
        abstract=_text(work.get("abstract")),
        keywords=unique(split_list(_text(work.get("keyword")))),
        index_keywords=unique(str(one) for one in subjects) if isinstance(subjects, list) else (),
        affiliations=unique(str(place) for place in affiliations),
        references=unique(_cited(one) for one in reference if isinstance(one, Mapping))
        if isinstance(reference, list)
        else (),
        cited_by=cited if isinstance(cited, int) else None,
        language=str(language) if isinstance(language, str) else "",
        url=_text(work.get("URL")),
        identifier=_text(work.get("DOI")) or _text(work.get("id")),
    )

"""Publications of Crossref as JSON (a work, a list, or an answer of its API), and the CSL JSON of Zotero, which
looks alike.
"""

import re
from collections.abc import Mapping
from typing import Any

from kembar.literature.records import Reading, doi_of, kind_of, pages_of, split_list, unique

NAME = "crossref"


def recognises_work(work: Mapping[str, Any]) -> bool:
    return bool({"DOI", "container-title", "issued", "URL", "author"} & set(work)) and (
        "title" in work or "type" in work
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return re.sub(r"<[^>]+>", "", str(value)).strip() if isinstance(value, str | int) else ""


def _date(work: Mapping[str, Any]) -> int | None:
    for name in ("issued", "published", "published-print", "published-online", "created"):
        parts = work.get(name)
        parts = parts.get("date-parts") if isinstance(parts, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            year = str(parts[0][0])
            if year.isdecimal() and year.isascii() and 1500 <= int(year) < 2100:
                return int(year)
    return None


def _person(person: Mapping[str, Any]) -> str:
    family, given = str(person.get("family") or ""), str(person.get("given") or "")
    return f"{family}, {given}".strip(", ") or str(person.get("name") or person.get("literal") or "")


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
        {name: (str(value),) for name, value in work.items() if value not in (None, "", [], {})},
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

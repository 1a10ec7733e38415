"""Publications of OpenAlex: works as JSON (a list, a page of results, or one work a line) and the CSV of its website.

References are OpenAlex numbers; the abstract comes as an index of words to places and is put back in order.
"""

from collections.abc import Mapping
from typing import Any

from kembar.literature.readers.tables import as_fields, header, json_fields, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, unique, year_of

NAME = "openalex"
NAME_CSV = "openalex-csv"


def recognises_work(work: Mapping[str, Any]) -> bool:
    return "openalex.org" in str(work.get("id", "")) or "abstract_inverted_index" in work or "authorships" in work


def recognises(head: str) -> bool:
    columns = set(header(head)[0])
    return "display_name" in columns and (
        "publication_year" in columns or any(name.startswith("authorships") for name in columns)
    )


def abstract_of(index: Mapping[str, list[int]] | None) -> str:
    """The words of an inverted index in the order of their places."""
    if not isinstance(index, Mapping):
        return ""
    placed = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(placed))


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def keep_work(number: int, work: Mapping[str, Any], reading: Reading) -> None:
    """One work of the JSON; ``number`` is its place in the file."""
    source = _map(_map(work.get("primary_location")).get("source")) or _map(work.get("host_venue"))
    biblio = _map(work.get("biblio"))
    ships = [_map(ship) for ship in _list(work.get("authorships"))]
    people = [
        (
            str(_map(ship.get("author")).get("display_name") or ship.get("raw_author_name") or ""),
            _map(ship.get("author")),
        )
        for ship in ships
    ]
    people = [(name, person) for name, person in people if name]
    places = [_map(place) for ship in ships for place in _list(ship.get("institutions"))]
    topics = [_map(topic) for topic in (*_list(work.get("topics")), *_list(work.get("concepts")))]
    cited = work.get("cited_by_count")
    reading.keep(
        number,
        json_fields(work),
        title=str(work.get("title") or work.get("display_name") or ""),
        authors=tuple(name for name, _ in people),
        author_ids=tuple(_short(person.get("orcid") or person.get("id")) for _, person in people),
        year=year_of(str(work.get("publication_year") or work.get("publication_date") or "")),
        doi=doi_of(str(work.get("doi") or "")),
        kind=kind_of(str(work.get("type") or "")),
        container=str(source.get("display_name") or ""),
        volume=str(biblio.get("volume") or ""),
        issue=str(biblio.get("issue") or ""),
        first_page=str(biblio.get("first_page") or ""),
        last_page=str(biblio.get("last_page") or ""),
        publisher=str(source.get("host_organization_name") or ""),
        abstract=abstract_of(work.get("abstract_inverted_index")) or str(work.get("abstract") or ""),
        keywords=unique(
            str(_map(word).get("display_name") or _map(word).get("keyword") or "")
            for word in _list(work.get("keywords"))
        ),
        index_keywords=unique(str(topic.get("display_name") or "") for topic in topics),
        affiliations=unique(str(place.get("display_name") or "") for place in places)
        or unique(str(place) for ship in ships for place in _list(ship.get("raw_affiliation_strings"))),
        countries=unique(str(place.get("country_code") or "") for place in places)
        or unique(str(code) for ship in ships for code in _list(ship.get("countries"))),
        references=unique(_short(work_id) for work_id in _list(work.get("referenced_works"))),
        cited_by=cited if isinstance(cited, int) else None,
        language=str(work.get("language") or ""),
        url=str(_map(work.get("primary_location")).get("landing_page_url") or work.get("id") or ""),
        identifier=_short(work.get("id")),
    )


def _short(address: object) -> str:
    return str(address or "").rsplit("/", 1)[-1]


def read_csv(text: str, reading: Reading) -> None:
    """The table of the website; lists within a cell are parted by a bar."""
    for line, row in rows(text, reading):
        names = listed(row.get("authorships.author.display_name", ""), "|")
        orcids = tuple(_short(part) for part in row.get("authorships.author.orcid", "").split("|"))
        cited = row.get("cited_by_count", "")
        reading.keep(
            line,
            as_fields(row),
            title=row.get("display_name", "") or row.get("title", ""),
            authors=names,
            author_ids=orcids if len(orcids) == len(names) else (),
            year=year_of(row.get("publication_year", "")) or year_of(row.get("publication_date", "")),
            doi=doi_of(row.get("doi", "")),
            kind=kind_of(row.get("type", "")),
            container=row.get("primary_location.source.display_name", ""),
            volume=row.get("biblio.volume", ""),
            issue=row.get("biblio.issue", ""),
            first_page=row.get("biblio.first_page", ""),
            last_page=row.get("biblio.last_page", ""),
            abstract=row.get("abstract", ""),
            keywords=listed(row.get("keywords.display_name", ""), "|"),
            index_keywords=unique(
                part
                for column in ("topics.display_name", "primary_topic.display_name", "concepts.display_name")
                for part in listed(row.get(column, ""), "|")
            ),
            affiliations=listed(row.get("authorships.institutions.display_name", ""), "|"),
            countries=listed(row.get("authorships.countries", ""), "|"),
            references=unique(_short(part) for part in row.get("referenced_works", "").split("|")),
            cited_by=number_of(cited) if cited else None,
            language=row.get("language", ""),
            url=row.get("id", ""),
            identifier=_short(row.get("id", "")),
        )

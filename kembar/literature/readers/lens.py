"""Publications of The Lens as CSV, and as JSON of its API or one work a line; references are its numbers of works."""

from collections.abc import Mapping
from typing import Any

from kembar.literature.readers.tables import as_fields, header, json_fields, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, unique, year_of

NAME = "lens"
NAME_JSON = "lens-json"


def recognises(head: str) -> bool:
    return {"Lens ID", "Title"} <= set(header(head)[0])


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading):
        reading.keep(
            line,
            as_fields(row),
            title=row.get("Title", ""),
            authors=listed(row.get("Author/s", "")),
            year=year_of(row.get("Publication Year", "")) or year_of(row.get("Date Published", "")),
            doi=doi_of(row.get("DOI", "")),
            kind=kind_of(row.get("Publication Type", "")),
            container=row.get("Source Title", ""),
            volume=row.get("Volume", ""),
            issue=row.get("Issue Number", ""),
            first_page=row.get("Start Page", ""),
            last_page=row.get("End Page", ""),
            publisher=row.get("Publisher", ""),
            abstract=row.get("Abstract", ""),
            keywords=listed(row.get("Keywords", "")),
            index_keywords=unique((*listed(row.get("Fields of Study", "")), *listed(row.get("MeSH Terms", "")))),
            references=listed(row.get("References", "")),
            cited_by=number_of(row["Citing Works Count"]) if "Citing Works Count" in row else None,
            url=row.get("External URL", "").split(" ")[0],
            identifier=row.get("Lens ID", ""),
        )


def recognises_work(work: Mapping[str, Any]) -> bool:
    return "lens_id" in work


def keep_work(number: int, work: Mapping[str, Any], reading: Reading) -> None:
    """One work of the JSON; ``number`` is its place in the file."""

    def text(name: str) -> str:
        value = work.get(name)
        return str(value) if isinstance(value, str | int) else ""

    people = [(name, person) for person in _objects(work.get("authors")) if (name := _person(person))]
    places = [place for _, person in people for place in _objects(person.get("affiliations"))]
    source = next(iter(_objects([work.get("source")])), {})
    cited, languages = work.get("scholarly_citations_count"), work.get("languages")
    reading.keep(
        number,
        json_fields(work),
        title=text("title"),
        authors=tuple(name for name, _ in people),
        author_ids=tuple(_value(person.get("ids"), "orcid") for _, person in people),
        year=year_of(text("year_published")) or year_of(text("date_published")),
        doi=doi_of(_value(work.get("external_ids"), "doi")),
        kind=kind_of(text("publication_type").replace("_", " ")),
        container=str(source.get("title") or ""),
        volume=text("volume"),
        issue=text("issue"),
        first_page=text("start_page"),
        last_page=text("end_page"),
        publisher=str(source.get("publisher") or ""),
        abstract=text("abstract"),
        keywords=unique(str(word) for word in _list(work.get("keywords"))),
        index_keywords=unique(
            (
                *(str(word) for word in _list(work.get("fields_of_study"))),
                *(str(term.get("mesh_heading") or "") for term in _objects(work.get("mesh_terms"))),
            )
        ),
        affiliations=unique(str(place.get("name") or "") for place in places),
        countries=unique(str(place.get("country_code") or "") for place in places),
        references=unique(str(one.get("lens_id") or "") for one in _objects(work.get("references"))),
        cited_by=cited if isinstance(cited, int) else None,
        language="; ".join(str(one) for one in languages) if isinstance(languages, list) else text("language"),
        identifier=text("lens_id"),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in _list(value) if isinstance(one, Mapping)]


def _value(ids: object, kind: str) -> str:
    return next((str(one.get("value") or "") for one in _objects(ids) if one.get("type") == kind), "")


def _person(person: Mapping[str, Any]) -> str:
    given = person.get("first_name") or person.get("initials")
    names = (str(name) for name in (person.get("last_name"), given) if name)
    return ", ".join(names) or str(person.get("collective_name") or person.get("display_name") or "")

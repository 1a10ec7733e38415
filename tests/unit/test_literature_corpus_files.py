"""Are duplicates merged and nothing else, and does a corpus written out read back as it was?"""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kembar.literature.duplicates import deduplicate
from kembar.literature.readers import read_bytes, read_files
from kembar.literature.records import Record, unmarked, without_entities
from kembar.literature.writers import WRITERS

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "literature" / "exports"


def record(title: str, doi: str = "", year: int = 2020, author: str = "Liu, Fen", **values: object) -> Record:
    return Record(title=title, doi=doi, year=year, authors=(author,), **values)  # type: ignore[arg-type]


def test_one_work_from_two_files_is_merged_and_the_merge_is_listed() -> None:
    first = record("Twin Cities: a study", doi="10.1/a", author="Liu, F.")
    second = record(
        "Twin cities — A study.", doi="10.1/a", author="Liu, Fen", abstract="Text", keywords=("twin",), cited_by=4
    )
    third = record("Twin cities: a study", keywords=("Twin", "city"))
    kept, merges = deduplicate([first, second, third])
    assert len(kept) == 1
    assert (kept[0].abstract, kept[0].keywords, kept[0].cited_by) == ("Text", ("twin", "city"), 4)
    assert kept[0].authors == ("Liu, Fen",)
    assert [merge.by for merge in merges] == ["doi", "title, year, author"]


def test_works_that_differ_in_doi_year_author_or_script_stay_apart() -> None:
    works = [
        record("Twin cities", doi="10.1/a"),
        record("Twin cities", doi="10.1/b"),
        record("Twin cities", year=2021),
        record("Twin cities", author="Li, Chun"),
        record("자매 도시"),
        record("자매 결연"),
        record("सहयोग"),
        record("सहयग"),
        record("!!!"),
        record("???"),
    ]
    kept, merges = deduplicate(works)
    assert (len(kept), merges) == (len(works), [])


texts = st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FFF), min_size=1, max_size=12)


@given(
    st.lists(st.tuples(texts, st.sampled_from([2019, 2020]), st.sampled_from(["", "10.1/a", "10.1/b"])), max_size=12)
)
def test_merging_is_stable_and_loses_no_record(items: list[tuple[str, int, str]]) -> None:
    works = [record(title, doi, year) for title, year, doi in items]
    kept, merges = deduplicate(works)
    assert len(kept) + len(merges) == len(works)
    again, none = deduplicate(kept)
    assert (again, none) == (kept, [])


def test_a_preprint_stays_beside_its_article_and_particles_part_nothing() -> None:
    kept, merges = deduplicate([record("Twin cities", kind="preprint"), record("Twin cities", kind="article")])
    assert (len(kept), merges) == (2, [])
    kept, merges = deduplicate([record("Twin", author="van der Berg, Maria"), record("Twin", author="Berg M.")])
    assert (len(kept), kept[0].authors) == (1, ("van der Berg, Maria",))


SAMPLE = [
    Record(
        title="Kota {kembar} & kerja sama 100%_#",
        authors=("Wibowo, Agus", "Kementerian Luar Negeri", "Nuralam"),
        year=2019,
        doi="10.1234/x_y",
        kind="article",
        container="Jurnal \\ Daerah",
        volume="4",
        issue="2",
        first_page="12",
        last_page="29",
        publisher="Pena",
        abstract='Tentang kota, dan "kota kembar".',
        keywords=("sister city, twin",),
        index_keywords=("cities", "asia"),
        affiliations=("Univ A; Dept B, Bandung", 'Univ "C" Ltd.'),
        countries=("Indonesia", "South Korea"),
        author_ids=("0000-0002-1825-0097", "", ""),
        identifier="2-s2.0-1",
        references=("Keohane R, 1971, INT ORGAN, V25, P329", "Nye J, 2004"),
        cited_by=3,
        language="id",
        url="https://example.org/a",
    ),
    Record(title="=1+1 twins -- a ``test'' ~ $5 & $6", kind="review", authors=("Department of Trade and Industry",)),
    Record(
        title="Kota", kind="preprint", authors=("van der Berg, Maria, Jr.", "李, 明", "الحسن، محمد"), first_page="e12"
    ),
    Record(title="'Twin", kind="other", keywords=("a, b", "c"), container="-x"),
    Record(title="Twin", kind="web", abstract="An {open brace and a \\command with 100 % ~ of it."),
]
COMPARED = [one.name for one in fields(Record) if one.name not in ("fields", "source", "line", "format")]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_corpus_reads_back_as_it_was_written(name: str) -> None:
    records, report = read_bytes(WRITERS[name](SAMPLE).encode(), name)
    assert report.broken == ()
    for field in COMPARED:
        assert [getattr(one, field) for one in records] == [getattr(one, field) for one in SAMPLE], field


@pytest.mark.data
def test_mixed_real_exports_merge_and_survive_being_written() -> None:
    if not EXPORTS.is_dir():
        pytest.skip("the exports are not beside the project (../shared/data/literature/exports)")
    records, reports, errors = read_files(sorted(EXPORTS.iterdir()))
    assert (len(records), len(reports), errors) == (1049, 10, [])
    kept, merges = deduplicate(records)
    assert len(kept) + len(merges) == 1049
    assert all(merge.kept.doi == merge.dropped.doi for merge in merges if merge.by == "doi")
    for name, write in WRITERS.items():
        back, _ = read_bytes(write(kept).encode(), name)
        for field in COMPARED:
            values = [[getattr(one, field) for one in many] for many in (back, kept)]
            if field == "author_ids":  # no identifier at all is the same as none for each
                values = [[value if any(value) else () for value in many] for many in values]
            assert values[0] == values[1], (name, field)


TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["C", "Z"]), st.sampled_from(" {}\\\"'%$&#_~-`;,.=@^")),
    min_size=1,
    max_size=30,
).map(lambda text: unmarked(without_entities(text)).strip(" ;"))


@given(title=TEXT, container=TEXT, abstract=TEXT, affiliation=TEXT)
@settings(max_examples=60, deadline=None)
def test_any_letters_and_signs_read_back_as_they_were_written(
    title: str, container: str, abstract: str, affiliation: str
) -> None:
    assume(title and affiliation.strip("."))
    record = Record(title=title, container=container, abstract=abstract, affiliations=(affiliation,), kind="article")
    for name, write in WRITERS.items():
        back, report = read_bytes(write([record]).encode(), name)
        told = [(one.title, one.container, one.abstract, one.affiliations) for one in back]
        assert told == [(title, container, abstract, (affiliation,))], (name, report)

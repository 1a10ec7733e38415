"""Is everything wrong with a casebook file told in one clear sentence: file, row, what is wrong?"""

import re
import shutil

import pytest
import yaml

from kembar.casebook.files import DATA, BrokenCasebook, digest_of
from kembar.casebook.layout import read_casebook
from kembar.casebook.sentences import SENTENCES, sentence

CASE = {
    "slug": "bogor-kisarazu",
    "name": {"id": "Bogor–Kisarazu", "en": "Bogor–Kisarazu"},
    "form": "friendship_city",
    "src": "002:49 Kota Kisarazu",
    "parties": [
        {"id": "bogor", "side": "a", "government": "bogor"},
        {"id": "kisarazu", "side": "b", "government": "kisarazu"},
    ],
}


@pytest.fixture
def folder(tmp_path):
    """A casebook of one partnership beside the product's governments, sources and fields."""
    for name in ("sources", "editions", "fields", "governments", "organisations", "people"):
        shutil.copy(DATA / f"{name}.yaml", tmp_path)
    for name in ("tallies", "offers"):
        (tmp_path / f"{name}.yaml").write_text("[]")
    (tmp_path / "law.yaml").write_text("{acts: [], field_lists: []}")
    (tmp_path / "citations.yaml").write_text("{}")
    (tmp_path / "partnerships").mkdir()
    write(tmp_path, CASE)
    return tmp_path


def write(folder, case, name="bogor-kisarazu"):
    path = folder / "partnerships" / f"{name}.yaml"
    path.write_text(case if isinstance(case, str) else yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")


def told(folder):
    with pytest.raises(BrokenCasebook) as broken:
        read_casebook(folder)
    return [sentence(fault) for fault in broken.value.faults]


def test_the_product_ships_a_whole_casebook():
    assert len(read_casebook().of("partnership")) > 30


def test_a_whole_casebook_is_read(folder):
    book = read_casebook(folder)
    assert [row.key for row in book.of("partnership")] == ["partnership:bogor-kisarazu"]


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"began": "2016-02-30"}, "“2016-02-30” in “began” is not a date (no_such_day: '2016-02-30'); write EDTF"),
        ({"began": "2016-13"}, "“2016-13” in “began” is not a date (no_such_month"),
        ({"began": "kemarin"}, "“kemarin” in “began” is not a date"),
        ({"began": "2018/2016"}, "“2018/2016” in “began” is not a date (end_before_start"),
        ({"began": "2018", "ended": "2016"}, "it ends (2016) before it begins (2018)."),
        ({"form": "twin"}, "“twin” is not a value of “form”; it takes: sister_city, sister_province"),
        ({"colour": "red"}, "there is no attribute “colour” here; there are: "),
        ({"name": "Bogor"}, "“name” must be a text by language: {id: …, en: …}."),
        ({"name": {"id": "Bogor"}}, "“name” lacks a language; write both, id and en."),
        ({"name": None}, "the attribute “name” is missing."),
        ({"src": "002:49"}, "“002:49” is not a place; write document:line and a term"),
        ({"src": "009:4 Kota"}, "“009:4 Kota” is not a place"),
        ({"agreed_fields": ["alchemy"]}, "“agreed_fields” names the field “alchemy”, which does not exist."),
        ({"parties": CASE["parties"][:1]}, "a partnership needs two parties or more; one may be unnamed."),
        ({"slug": "kisarazu-bogor"}, "the slug and the name of the file differ; make them the same."),
        ({"instruments": {"id": "loi"}}, "“instruments” must be a list."),
        ({"instruments": [{"kind": "loi"}]}, "the row has neither “id” nor “slug”"),
        ({"instruments": ["loi"]}, "“loi” is not a row; write a mapping of attributes."),
        (
            {"instruments": [{"id": "a", "kind": "loi", "term_months": "five"}]},
            "“five” in “term_months” is not a",
        ),
        ({"instruments": [{"id": "a", "kind": "loi"}, {"id": "a", "kind": "mou"}]}, "two rows have this name"),
        (
            {"instruments": [{"id": "a", "kind": "mou", "date": "2016", "ends": "2014"}]},
            "it ends (2014) before it begins (2016).",
        ),
        (
            {"instruments": [{"id": "a", "kind": "mou", "predecessor": "b"}]},
            "“predecessor” names the instrument “b”, which does not exist.",
        ),
        ({"says": [{"attribute": "form", "value": "twin", "src": "002:49 Kota"}]}, "“twin” is not a value of “form”"),
        ({"says": [{"attribute": "colour", "value": 1, "src": "002:49 Kota"}]}, "there is no attribute “colour” here"),
        ({"says": ["form"]}, "“form” is not a row; write a mapping of attributes."),
    ],
)
def test_each_fault_has_its_sentence(folder, change, expected):
    write(folder, {key: value for key, value in (CASE | change).items() if value is not None})
    sentences = told(folder)
    assert any(expected in one for one in sentences), sentences
    assert all(one.startswith("bogor-kisarazu.yaml: ") for one in sentences)


def test_a_party_paired_with_itself(folder):
    parties = [{"id": side, "side": side, "government": "bogor"} for side in "ab"]
    write(folder, CASE | {"parties": parties})
    assert told(folder) == [
        "bogor-kisarazu.yaml: partnership:bogor-kisarazu: “bogor” is paired with itself; a party stands once."
    ]


def test_a_party_that_does_not_exist(folder):
    write(folder, CASE | {"parties": [*CASE["parties"][:1], {"id": "b", "side": "b", "government": "atlantis"}]})
    assert told(folder) == [
        "bogor-kisarazu.yaml: partnership:bogor-kisarazu/party:b: "
        "“government” names the government “atlantis”, which does not exist."
    ]


def test_an_unknown_level(folder):
    path = folder / "governments.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows[0]["level"] = "hamlet"
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    assert any("“hamlet” is not a value of “level”; it takes: city, regency" in one for one in told(folder))


def test_broken_yaml_is_told_with_its_line(folder):
    write(folder, "slug: bogor-kisarazu\nname: {id: Bogor\nform: [")
    (only,) = told(folder)
    assert only.startswith("bogor-kisarazu.yaml: line 3 cannot be read as YAML (")
    assert "\n" not in only


def test_a_file_that_is_not_text_is_told(folder):
    (folder / "partnerships" / "bogor-kisarazu.yaml").write_bytes(b"slug: \xff\xfe")
    assert told(folder) == ["bogor-kisarazu.yaml: the file is not a text in UTF-8."]


def test_an_empty_file_is_told(folder):
    write(folder, "")
    assert told(folder) == ["bogor-kisarazu.yaml: partnership[0]: “None” is not a row; write a mapping of attributes."]


def test_a_missing_file_is_told(folder):
    (folder / "sources.yaml").unlink()
    assert told(folder) == ["sources.yaml: the file is missing; put it back or choose another folder."]


@pytest.mark.parametrize(
    "rows, expected",
    [
        ("references: [{source: '009', key: a, title: T, line: 1, term: t}]", "“source” names the source “009”"),
        ("references: [{source: '004', key: a, line: 1, term: t}]", "the attribute “title” is missing."),
        ("citations: [{source: '004', line: 43, authors: [A]}]", "the attribute “term” is missing."),
        ("citations: [{source: '004', line: x, term: t, authors: [A]}]", "“x” in “line” is not a number."),
        (
            "citations: [{source: '004', line: 1, term: t, event_date: 2016-02-30}]",
            "“2016-02-30” in “event_date” is",
        ),
        ("citations: [{source: '004', line: 1, term: t, partnership: atlantis}]", "names the partnership “atlantis”"),
        ("law_citations: [{source: '004', line: 1, term: t, number: '3'}]", "the attribute “kind” is missing."),
        ("law_citations: [nothing]", "“nothing” is not a row"),
    ],
)
def test_citations_are_checked_too(folder, rows, expected):
    (folder / "citations.yaml").write_text("{" + rows + "}", encoding="utf-8")
    sentences = told(folder)
    assert any(expected in one for one in sentences), sentences


@pytest.mark.parametrize(
    "law, expected",
    [
        (
            "acts: [{slug: a, kind: uu, about: x, repealed_by: b}]",
            "“repealed_by” names the act “b”, which",
        ),
        ("acts: [{kind: uu, about: x}]", "the row has neither “id” nor “slug”"),
        ("acts: [{slug: a, about: x}]", "the attribute “kind” is missing."),
        ("acts: [{slug: a, kind: uu, about: x, began: 1999-13}]", "“1999-13” in “began” is not a date"),
        ("field_lists: [{code: F1, name: {id: a, en: b}}]", "the attribute “effect” is missing."),
    ],
)
def test_law_is_checked_too(folder, law, expected):
    (folder / "law.yaml").write_text("{" + law + "}", encoding="utf-8")
    sentences = told(folder)
    assert any(expected in one for one in sentences), sentences


def test_all_faults_are_told_at_once(folder):
    write(folder, CASE | {"form": "twin", "began": "2016-13", "colour": "red"})
    assert len(told(folder)) == 3


def test_every_fault_that_the_reader_can_find_has_a_sentence():
    package = DATA.parent
    written = "".join(path.read_text() for path in package.glob("*.py"))
    catalogue = (package.parent / "evidence" / "catalogue.py").read_text()
    used = set(re.findall(r'Fault\([^)]*?, "([a-z_]+)"[,)\s]', written))
    used |= set(re.findall(r'_fault\(\w+, "([a-z_]+)"', written))
    used |= set(re.findall(r'ValueRefused\(\s*"([a-z_]+)"', catalogue))
    assert used <= set(SENTENCES)
    assert len(used) > 15


def test_the_digest_follows_what_the_files_say(folder):
    before = digest_of(folder)
    assert digest_of(folder) == before
    write(folder, CASE | {"form": "sister_city"})
    assert digest_of(folder) != before

"""Does the command line answer in the shapes it promises, say what is wrong in a sentence, leave with the right
code?"""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from django.db import transaction

from kembar import cli
from kembar.casebook.actions import is_current
from kembar.casebook.files import DATA
from kembar.evidence.models import Dispute, Edition, Source, Statement
from kembar.partnerships.models import FormerSlug, Partnership, StateSpan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT.parent / "shared" / "sources"
LINE = {"slug", "parties", "form", "formal_state", "duchacek", "distance_km", "fields", "disputes", "origin"}
STATEMENT = {"id", "attribute", "value", "stance", "source", "line", "term"}
DISPUTE = {"id", "record", "attribute", "kind", "statements"}
FINDING = {"check", "says", "places"}
RECORD = LINE | {"instruments", "events", "obstacles", "verdicts", "statements"}


def keys_of(value, path=""):
    """Path -> keys of the mappings there, lists looked through; texts by language are values."""
    if isinstance(value, list):
        found = {}
        for one in value:
            found.update(keys_of(one, path))
        return found
    if not isinstance(value, dict) or set(value) <= {"id", "en"} or path.endswith((".value", ".differed")):
        return {}
    found = {path: set(value)}
    for key, inner in value.items():
        found.update(keys_of(inner, f"{path}.{key}"))
    return found


class TestPartnerships:
    def test_the_shape_of_a_line(self, command):
        answer = command("partnerships", "--json")
        assert (answer.code, answer.err) == (0, "")
        assert len(answer.json) == Partnership.objects.count()
        for line in answer.json:
            assert set(line) == LINE
            for party in line["parties"]:
                assert set(party) == {"name", "level", "country", "side", "role"}
            assert all(set(field) == {"code", "state"} for field in line["fields"])

    def test_bogor_and_kisarazu(self, command):
        (line,) = [one for one in command("partnerships", "--json").json if one["slug"] == "bogor-kisarazu"]
        assert [party["country"] for party in line["parties"]] == ["ID", "JP"]
        assert (line["form"], line["duchacek"], line["origin"]) == ("friendship_city", "global", "casebook")
        assert line["distance_km"] == pytest.approx(5815, abs=2)
        assert [field["code"] for field in line["fields"] if field["state"] == "delivered"] == ["education"]

    def test_unknown_is_null(self, command):
        (line,) = [one for one in command("partnerships", "--json").json if one["slug"].endswith("benhard")]
        assert line["distance_km"] is None
        record = command("partnership", line["slug"], "--json").json
        assert record["time_difference_minutes"] is None
        assert record["ended"] is None

    def test_as_at_a_day_only_what_had_begun(self, command):
        then = {line["slug"]: line for line in command("partnerships", "--as-at", "2015", "--json").json}
        now = {line["slug"]: line for line in command("partnerships", "--json").json}
        assert "bogor-kisarazu" not in then
        assert set(then) < set(now)
        at_2018 = {line["slug"]: line for line in command("partnerships", "--as-at", "2018-12-31", "--json").json}
        assert at_2018["bogor-kisarazu"]["formal_state"] == "in_force"
        assert now["bogor-kisarazu"]["formal_state"] == "expired"

    @pytest.mark.parametrize(
        "asked, has, has_not",
        [
            (("--country", "kr"), "bandung-seoul", "bogor-kisarazu"),
            (("--form", "friendship_city"), "bogor-kisarazu", "bandung-seoul"),
            (("--text", "kerjasama kisarazu"), "bogor-kisarazu", "bandung-seoul"),
            (("--field", "education", "--field-state", "delivered"), "bogor-kisarazu", "medan-penang"),
            (("--government", "semarang"), "semarang-beihai", "bandung-seoul"),
            (("--disputed",), "bogor-kisarazu", "bandung-cuenca"),
            (("--duchacek", "transregional"), "medan-penang", "bogor-kisarazu"),
            (("--level", "province"), "jawa-tengah-queensland", "bogor-kisarazu"),
            (("--state", "expired"), "bogor-kisarazu", "bandung-seoul"),
        ],
    )
    def test_each_filter_of_the_page(self, command, asked, has, has_not):
        slugs = [line["slug"] for line in command("partnerships", *asked, "--json").json]
        assert has in slugs
        assert has_not not in slugs

    def test_order(self, command):
        slugs = [line["slug"] for line in command("partnerships", "--json").json]
        assert slugs == sorted(slugs)
        turned = [line["slug"] for line in command("partnerships", "--descending", "--json").json]
        assert turned == slugs[::-1]
        far = [line["distance_km"] for line in command("partnerships", "--order", "distance", "--json").json]
        known = [km for km in far if km is not None]
        assert known == sorted(known)
        assert far[: len(known)] == known

    def test_the_table_for_people(self, command):
        answer = command("partnerships", "--country", "JP")
        assert answer.code == 0
        assert re.search(r"^bogor-kisarazu +friendship city +expired +5 +5815 +\d+$", answer.out, re.M)

    @pytest.mark.parametrize(
        "asked, sentence",
        [
            (("--as-at", "2018-02-30"), "--as-at “2018-02-30”: There is no such day in that month."),
            (("--as-at", "2018-13"), "There is no such month: months go from 01 to 12."),
            (("--as-at", "kemarin"), "This is not a date."),
            (("--as-at", ""), "--as-at “”: This is not a date."),
            (("--as-at", "2016/2018"), "A range, an open or an approximate date is not one day."),
            (("--country", "XX"), "“XX” is not a country; write its two letters, e.g. KR."),
            (("--field", "alchemy"), "There is no field “alchemy”; there are: "),
            (("--government", "sol"), "There is no government “sol”. Nearest: seoul"),
            (("--form", "twin"), "invalid choice: 'twin' (choose from 'sister_city', "),
            (("--colour", "red"), "unrecognized arguments: --colour red"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_code_2(self, command, asked, sentence):
        answer = command("partnerships", *asked)
        assert (answer.code, answer.out) == (2, "")
        assert sentence in answer.err
        assert "Traceback" not in answer.err


class TestPartnership:
    def test_the_whole_record(self, command):
        record = command("partnership", "tangerang-selatan-daejeon", "--json").json
        assert set(record) >= RECORD
        assert [paper["kind"] for paper in record["instruments"]] == ["loi", "statement_of_agreement", "mou"]
        assert [paper["days_since_previous"] for paper in record["instruments"]] == [
            None,
            {"min": 300, "max": 300},
            {"min": 64, "max": 64},
        ]
        assert record["instruments_days"] == {"min": 364, "max": 364}
        assert record["instruments"][0]["date"] == "2015-09-23"

    def test_statements_have_source_line_and_term(self, command):
        statements = command("partnership", "bogor-kisarazu", "--json").json["statements"]
        assert len(statements) > 100
        for one in statements:
            assert set(one) >= STATEMENT
            assert one["source"] in {"000", "001", "002", "003", "004", "gazetteer"}
            assert (one["line"] is None) == (one["source"] == "gazetteer")
        assert {one["line"] for one in statements if one["term"] == "November 2016"} == {79}

    def test_unknown_is_null_and_ranges_are_ranges(self, command):
        (loi,) = command("partnership", "bogor-kisarazu", "--json").json["instruments"]
        assert loi["date"] == "2016-11"
        assert loi["expiry"] == "2021-11"
        assert loi["renewal_window"]["opens"] == "2021-05"
        assert loi["binding"] is None
        assert loi["effective"] is None

    def test_as_at(self, command):
        record = command("partnership", "tangerang-selatan-daejeon", "--as-at", "2016-09-20", "--json").json
        assert (record["formal_state"], record["as_at"]) == ("intent", "2016-09-20")
        assert [paper["kind"] for paper in record["instruments"]] == ["loi", "statement_of_agreement"]

    def test_the_view_for_people(self, command):
        answer = command("partnership", "bogor-kisarazu", "--as-at", "2018")
        assert answer.code == 0
        assert "Delivered fields: 1/5" in answer.out
        assert "Formal state: in force" in answer.out
        assert "%(" not in answer.out

    @pytest.mark.parametrize("slug", ["bandung-suwon", "kampar-mtdc", "bandung-seoul", "surabaya-guangzhou"])
    def test_it_shows_every_kind_of_record(self, command, slug):
        assert command("partnership", slug).code == 0

    def test_a_slug_that_does_not_exist_is_told_with_the_nearest(self, command):
        answer = command("partnership", "kisarazu bogor")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("There is no partnership “kisarazu bogor”. Nearest: bogor-kisarazu")

    def test_a_former_slug_answers_and_says_so(self, command):
        FormerSlug.objects.create(slug="bogor-chiba", partnership=Partnership.objects.get(slug="bogor-kisarazu"))
        answer = command("partnership", "bogor-chiba", "--json")
        assert answer.json["slug"] == "bogor-kisarazu"
        assert "bogor-chiba is now called bogor-kisarazu." in answer.err


class TestDisputes:
    def test_the_shape(self, command):
        answer = command("disputes", "--json")
        assert len(answer.json) == Dispute.objects.count() > 20
        for one in answer.json:
            assert set(one) >= DISPUTE
            assert len(one["statements"]) >= 2
            assert all(set(statement) >= STATEMENT for statement in one["statements"])

    @pytest.mark.requirement("R-003")
    def test_suwon(self, command):
        found = command("disputes", "--record", "bandung-suwon", "--json").json
        (began,) = [one for one in found if one["attribute"] == "began"]
        assert (began["record"], began["kind"]) == ("bandung-suwon", "date")
        assert {(one["source"], one["value"]) for one in began["statements"]} == {("001", "1997"), ("002", "2010")}

    def test_a_partnership_that_had_not_begun_has_no_dispute_yet(self, command):
        early = {one["record"] for one in command("disputes", "--as-at", "2010", "--json").json}
        assert "bogor-kisarazu" not in early
        assert "bogor-kisarazu" in {one["record"] for one in command("disputes", "--json").json}

    def test_the_table_for_people(self, command):
        answer = command("disputes", "--record", "bogor-kisarazu")
        assert "002:79" in answer.out

    def test_a_record_that_does_not_exist_is_refused_and_one_without_a_dispute_has_none(self, command):
        nowhere = command("disputes", "--record", "nowhere")
        assert (nowhere.code, nowhere.out) == (2, "")
        assert "There is no record “nowhere”." in nowhere.err
        assert command("disputes", "--record", "bogor-tainan", "--json").json == []


class TestChecks:
    def test_the_shape(self, command):
        answer = command("checks", "--json")
        assert answer.code == 0
        for one in answer.json:
            assert set(one) >= FINDING
            assert all(set(place) == {"source", "line", "term"} for place in one["places"])
        assert {one["check"] for one in answer.json} >= {"law", "citations", "older_than_event", "two_counts", "shares"}

    def test_one_alone(self, command):
        assert {one["check"] for one in command("checks", "--only", "law", "--json").json} == {"law"}

    def test_one_that_does_not_exist(self, command):
        answer = command("checks", "--only", "spelling")
        assert (answer.code, answer.out) == (2, "")
        assert "There is no check “spelling”; there are: law, citations" in answer.err

    def test_what_each_looks_for(self, command):
        listed = command("checks", "--list", "--json").json
        assert [one["check"] for one in listed][:2] == ["law", "citations"]
        assert all(one["explains"] for one in listed)
        assert "verify-sources" in command("checks", "--list").out

    def test_the_list_for_people(self, command):
        answer = command("checks")
        assert "Law cited wrongly (law)" in answer.out
        assert "    000:24 " in answer.out


class TestRebuild:
    def test_nothing_differs_from_what_is_stored(self, command):
        answer = command("rebuild", "--json")
        assert answer.code == 0
        assert answer.json["differed"] == {}
        assert answer.json["partnerships"] == Partnership.objects.count()
        assert answer.json["written"]["spans"] == StateSpan.objects.count()

    @pytest.mark.parametrize("what", ["spans", "disputes", "search_words", "class_and_distance"])
    def test_what_differs_is_named_mended_and_exits_1(self, command, what):
        tie = Partnership.objects.get(slug="bogor-kisarazu")
        if what == "spans":
            StateSpan.objects.filter(partnership=tie, kind="formal").update(state="ended")
        elif what == "disputes":
            Dispute.objects.filter(record_id=tie.id).delete()
        elif what == "search_words":
            Partnership.objects.filter(pk=tie.pk).update(search_text="nothing")
        else:
            Partnership.objects.filter(pk=tie.pk).update(distance_km=1.0)
        answer = command("rebuild", "--json")
        assert answer.code == 1
        assert set(answer.json["differed"]) == {what}
        if what != "disputes":
            assert answer.json["differed"][what] == ["bogor-kisarazu"]
        assert command("rebuild").code == 0


class TestVerifySources:
    @pytest.mark.data
    @pytest.mark.requirement("R-079")
    def test_every_place_of_the_casebook_is_proved(self, command):
        if not DOCUMENTS.is_dir():
            pytest.skip("the five documents are not beside the project (../shared/sources)")
        answer = command("verify-sources", "--documents", str(DOCUMENTS), "--json")
        assert answer.json["unproved"] == []
        assert answer.code == 0
        assert [one["source"] for one in answer.json["documents"]] == ["000", "001", "002", "003", "004"]
        for one in answer.json["documents"]:
            assert one["edition"] == "known"
            assert one["places"] == one["proved"] > 300

    @pytest.fixture
    def documents(self, tmp_path):
        """One small document, the only one that the register now knows, and a file of it."""
        Statement.objects.filter(source__code__in=("000", "001", "002", "003")).delete()
        Statement.objects.exclude(source__code="004").delete()
        source = Source.objects.create(code="090", kind="file", title="Surat")
        for number, (line, term) in enumerate([("1", "Kota Bogor"), ("2", "lima tahun")]):
            tie = Partnership.objects.get(slug="bogor-kisarazu")
            Statement.objects.create(
                subject_kind="partnership",
                subject_id=tie.id,
                record_kind="partnership",
                record_id=tie.id,
                attribute=f"about{number}",
                source=source,
                place=line,
                term=term,
                by="tests",
                at="2026-11-22T00:00:00Z",
            )
        (tmp_path / "090 surat.txt").write_text("*Kota*  Bogor\ndan lima\n\nlima Tahun\n", encoding="utf-8")
        return tmp_path

    def only(self, answer):
        (one,) = [document for document in answer.json["documents"] if document["source"] == "090"]
        return one, [fault for fault in answer.json["unproved"] if fault["source"] == "090"]

    def test_a_term_that_is_not_on_its_line_is_told_with_the_line_it_is_on(self, command, documents):
        answer = command("verify-sources", "--documents", str(documents), "--json")
        document, faults = self.only(answer)
        assert answer.code == 1
        assert (document["edition"], document["places"], document["proved"]) == ("other", 2, 1)
        assert [(one["line"], one["term"], one["why"], one["stands_at"]) for one in faults] == [
            (2, "lima tahun", "not_on_line", [4])
        ]
        shown = command("verify-sources", "--documents", str(documents))
        assert "090:2 lima tahun" in shown.out
        assert "It stands on line 4." in shown.out

    def test_an_edition_is_known_by_its_hash_whatever_its_name(self, command, documents):
        file = documents / "090 surat.txt"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        Edition.objects.create(source=Source.objects.get(code="090"), sha256=digest, file_name="x", lines=5)
        file.rename(documents / "scan.txt")
        document, _faults = self.only(command("verify-sources", "--documents", str(documents), "--json"))
        assert (document["edition"], document["file"]) == ("known", "scan.txt")

    def test_a_document_that_is_not_there_proves_nothing(self, command, documents):
        (documents / "090 surat.txt").rename(documents / "1090.txt")
        answer = command("verify-sources", "--documents", str(documents), "--json")
        document, _faults = self.only(answer)
        assert answer.code == 1
        assert (document["edition"], document["file"], document["proved"]) == ("missing", None, 0)

    def test_a_file_that_is_not_text_is_refused(self, command, documents):
        (documents / "090 surat.txt").write_bytes(b"\xff\xfe\x00")
        answer = command("verify-sources", "--documents", str(documents))
        assert answer.code == 2
        assert "is not a text in UTF-8." in answer.err

    def test_a_folder_that_does_not_exist_is_refused(self, command):
        answer = command("verify-sources", "--documents", "/nowhere")
        assert (answer.code, answer.err) == (2, "There is no folder /nowhere.\n")


class TestCasebook:
    def test_removed_and_loaded_again_it_is_the_same(self, command):
        before = command("partnerships", "--json").json, command("disputes", "--json").json
        assert command("casebook", "remove", "--json").json == {"removed": len(before[0])}
        assert command("partnerships", "--json").json == []
        loaded = command("casebook", "load", "--json")
        assert loaded.json["loaded"]["partnership"] == len(before[0])
        assert (command("partnerships", "--json").json, command("disputes", "--json").json) == before

    def test_what_is_told_of_a_removed_casebook(self, command):
        command("casebook", "remove")
        assert command("disputes", "--json").json == []
        assert command("checks", "--json").json == []
        answer = command("verify-sources", "--documents", str(ROOT), "--json")  # the law stays, and names places too
        assert answer.code == 1
        assert sum(one["places"] for one in answer.json["documents"]) < 50

    def test_a_broken_folder_loads_nothing_and_is_told_in_sentences(self, command, tmp_path):
        folder = shutil.copytree(DATA, tmp_path / "casebook")
        path = folder / "partnerships" / "bogor-kisarazu.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("form: friendship_city", "form: twins", 1))
        answer = command("casebook", "load", "--folder", str(folder))
        assert (answer.code, answer.out) == (2, "")
        assert "bogor-kisarazu.yaml: partnership:bogor-kisarazu: “twins” is not a value of “form”" in answer.err
        assert Partnership.objects.filter(slug="bogor-kisarazu").exists()

    def test_check_reads_and_writes_nothing(self, command):
        assert command("casebook", "check", "--json").json["rows"] > 500

    def test_setup_leaves_alone_what_somebody_chose_or_removed(self, command, tmp_path):
        assert is_current()
        command("casebook", "remove")
        assert is_current()
        command("casebook", "load", "--folder", str(shutil.copytree(DATA, tmp_path / "mine")))
        assert is_current()


class TestSynthesise:
    SMALL = ("--partnerships", "20", "--activities", "60", "--contacts", "90")

    def live(self):
        rows = Partnership.objects.filter(origin="live")
        return sorted(rows.values_list("id", "slug", "form", "began", "distance_km"))

    def test_it_fills_the_register_with_what_was_asked_for(self, command, tmp_path, settings):
        settings.HOME = tmp_path
        answer = command("synthesise", *self.SMALL, "--json")
        assert answer.code == 0
        written = answer.json["written"]
        assert (written["partnership"], written["activity"], written["contact"]) == (20, 60, 90)
        countries = Partnership.objects.filter(origin="live").values_list("parties__government__country", flat=True)
        assert len(set(countries)) > 3
        assert command("rebuild", "--json").json["differed"] == {}
        assert (tmp_path / "scratch").exists()

    def test_the_same_seed_makes_the_same_rows_and_another_makes_others(self, command, tmp_path, settings):
        settings.HOME = tmp_path
        made = []
        for seed in ("1", "1", "2"):
            with transaction.atomic():
                assert command("synthesise", *self.SMALL, "--seed", seed).code == 0
                made.append(self.live())
                transaction.set_rollback(True)
        assert made[0] == made[1]
        assert not {row[0] for row in made[0]} & {row[0] for row in made[2]}

    def test_one_seed_fills_a_register_once_and_another_adds_to_it(self, command, tmp_path, settings):
        settings.HOME = tmp_path
        command("synthesise", *self.SMALL)
        again = command("synthesise", *self.SMALL)
        assert (again.code, len(self.live())) == (2, 20)
        assert "Seed 1 has filled this register already; choose another." in again.err
        assert command("synthesise", *self.SMALL, "--seed", "2").code == 0
        assert len(self.live()) == 40

    def test_it_never_touches_a_register_that_an_office_keeps(self, command, tmp_path, settings):
        settings.HOME = tmp_path
        Partnership.objects.create(slug="a-b", name={"id": "A–B", "en": "A–B"}, origin="live")
        answer = command("synthesise", *self.SMALL)
        assert (answer.code, answer.out) == (2, "")
        assert "This register holds records of offices" in answer.err
        assert Partnership.objects.filter(origin="live").count() == 1
        assert command("synthesise", *self.SMALL, "--yes-this-is-a-scratch-home").code == 0

    def test_numbers_must_be_numbers(self, command):
        answer = command("synthesise", "--partnerships", "many")
        assert answer.code == 2
        assert "“many” is not a number from 1 to 9999999" in answer.err


class TestTheCommandItself:
    def test_without_a_command_it_lists_them_and_leaves_with_2(self, command):
        answer = command()
        assert answer.code == 2
        assert all(name in answer.out for name in cli.COMMANDS)
        assert command("--help").code == 0

    def test_a_command_that_does_not_exist(self, command):
        answer = command("partnership-list")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == "There is no command “partnership-list”. `kembar --help` lists them all.\n"

    @pytest.mark.parametrize("name", sorted(cli.COMMANDS))
    def test_every_command_is_there_and_explains_itself(self, command, name):
        answer = command(name, "--help")
        assert answer.code == 0
        assert answer.out.startswith("usage: kembar")
        assert answer.err == ""

    @pytest.mark.parametrize("name", ["partnerships", "partnership", "disputes", "checks", "verify-sources", "rebuild"])
    def test_the_shapes_are_documented(self, name):
        page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
        assert f"## `{name}" in page

    @pytest.mark.parametrize(
        "heading, words",
        [
            ("partnerships", ["partnerships"]),
            ("partnership SLUG", ["partnership", "bogor-kisarazu", "--as-at", "2018"]),
            ("disputes", ["disputes"]),
            ("checks", ["checks", "--only", "law"]),
            ("rebuild", ["rebuild"]),
        ],
    )
    def test_the_documented_keys_are_those_that_are_answered(self, command, heading, words):
        page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
        block = re.search(rf"## `{heading}`.*?```json\n(.*?)```", page, re.S)
        documented, answered = keys_of(json.loads(block[1])), keys_of(command(*words, "--json").json)
        for path, keys in documented.items():
            assert answered.get(path, keys) == keys, path
        assert documented[""] == answered[""]

    def test_it_speaks_indonesian_where_nothing_else_is_asked(self, command, monkeypatch):
        for name in ("KEMBAR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        assert command("partnership", "nowhere").err.startswith("Kerja sama “nowhere” tidak ada.")

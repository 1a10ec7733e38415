"""What becomes of a sheet: recognised, planned before anything is written, written whole, undone whole."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest

from kembar.access.permissions import NotAllowed
from kembar.audit.models import Event
from kembar.evidence.models import Statement
from kembar.partnerships.actions import rebuild_all
from kembar.partnerships.actions.refusals import StillNeeded
from kembar.partnerships.actions.rows import change_row
from kembar.partnerships.actions.undoing import undo, undo_batch
from kembar.partnerships.models import Activity, Contact, Government, Instrument, Partnership
from kembar.spreadsheets import files, sentences
from kembar.spreadsheets.actions import (
    WrongStage,
    begin,
    check,
    discard,
    receive,
    settle_columns,
    sweep,
    undo_import,
    unmapped,
    write,
)
from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.models import ColumnReading, Import
from kembar.spreadsheets.refusals import SheetRefused
from tests.factories.offices import START, member, opened, share, staffed
from tests.factories.sheets import BOUNDS, checked, csv_of, imported, received, written, xlsx_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]

OWN_LIST = [
    ["DAFTAR KERJA SAMA LUAR NEGERI"],
    ["Kota Bogor, keadaan 2020"],
    [],
    ["No", "Nama kota mitra", "Negara", "Tgl MoU", "s.d.", "Bidang", "Keterangan"],
    [1, "Kisarazu", "Jepang", "21 November 2016", "s.d. 2021", "pendidikan; lingkungan hidup", "Sister city"],
    [2, "Kota Nagoya", "Jepang", "2019", "", "Pariwisata", ""],
    [3, "Wololo", "", "2019", "", "", ""],
    [4, "Osaka", "Jepang", "31.02.2020", "", "", ""],
]
LETTERS = [
    ["Kota mitra", "Tanggal", "Jenis", "Arah", "Perihal", "Nomor surat"],
    ["Kisarazu", "1 Maret 2020", "surat", "keluar", "Undangan", "005/1"],
    ["Kisarazu", "10-03-2020", "email", "masuk", "Jawaban", ""],
]


def preview(one):
    return files.read_json(files.path(one, "preview"))


def codes(one):
    """(row, column, code) of every fault the preview shows."""
    return [
        (row["number"], fault["column"], fault["code"]) for row in preview(one)["refused"] for fault in row["faults"]
    ]


# --- an office's own list ---------------------------------------------------------------------------------------


def test_an_offices_own_list_is_understood_and_nothing_is_written_before_it_is_confirmed(bogor):
    before = Event.objects.count()
    one = checked(bogor, csv_of(OWN_LIST), defaults={"form": "kota kembar"})
    assert (one.kind, one.header_rows, one.delimiter, one.encoding) == ("partnership", [4], ";", "utf-8")
    assert one.mapping == ["", "party.b", "country.b", "mou.date", "mou.ends", "agreed_fields", "about.id"]
    assert one.counts | {"warned": 0} == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 2,
        "warned": 0,
        "along": 1,
        "papers": 2,
    }
    assert codes(one) == [(7, "party.b", "unknown_city"), (8, "mou.date", "not_a_date")]
    assert Event.objects.count() == before
    assert not Partnership.objects.filter(origin="live").exists()


def test_what_is_confirmed_is_written_with_its_paper_and_the_city_that_was_new(bogor):
    one = written(bogor, checked(bogor, csv_of(OWN_LIST), defaults={"form": "sister_city"}), leave_out=True)
    assert one.stage == "done"
    kisarazu = Partnership.objects.get(kept_by=bogor.office, slug__startswith="bogor-kisarazu")
    assert (kisarazu.form, kisarazu.agreed_fields) == ("sister_city", ["education", "environment"])
    paper = kisarazu.instruments.get()
    assert (paper.kind, paper.date, paper.date_words, paper.ends, paper.ends_words) == (
        "mou",
        "2016-11-21",
        "21 November 2016",
        "2021",
        "s.d. 2021",
    )
    nagoya = Government.objects.get(slug="nagoya")
    assert (nagoya.name, nagoya.country_id, nagoya.level) == ({"id": "Nagoya"}, "JP", "city")
    assert rebuild_all().differed == {}
    assert {event.batch for event in Event.objects.filter(record_id=kisarazu.pk)} == {one.pk}
    assert not files.folder(one).exists(), "the file goes when it is written"


def test_the_same_list_once_more_changes_nothing(bogor):
    written(bogor, checked(bogor, csv_of(OWN_LIST), defaults={"form": "sister_city"}), leave_out=True)
    again = checked(bogor, csv_of(OWN_LIST), defaults={"form": "sister_city"})
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 2)


def test_another_open_record_of_the_same_pair_is_a_warning(bogor, tie):
    one = checked(bogor, csv_of([["Pihak kedua", "Bentuk"], ["Kisarazu", "kota persahabatan"]]))
    assert one.counts["new"] == 1
    assert {each["data"]["partnership"] for each in preview(one)["warned"][0]["warnings"]} >= {tie.slug}


# --- rows of partnerships ---------------------------------------------------------------------------------------


def test_letters_come_in_with_their_sides_their_words_and_their_statements(bogor, tie):
    imported(bogor, xlsx_of(LETTERS))
    out, back = Contact.objects.filter(partnership=tie).order_by("date")
    assert (out.date, out.date_words, out.kind, out.from_side, out.to_side, out.number) == (
        "2020-03-01",
        "1 Maret 2020",
        "letter",
        "a",
        "b",
        "005/1",
    )
    assert (back.kind, back.from_side, back.to_side, back.subject) == ("email", "b", "a", {"id": "Jawaban"})
    said = Statement.objects.filter(subject_id=out.pk)
    assert {one.attribute for one in said} == {"date", "kind", "from_side", "to_side", "number", "subject"}
    assert all(one.acceptances.count() == 1 and one.source.office_id == bogor.office.pk for one in said)
    assert rebuild_all().differed == {}


def test_an_import_is_undone_whole_and_the_undoing_can_be_undone(bogor, tie):
    one = imported(bogor, xlsx_of(LETTERS))
    ids = set(Contact.objects.filter(partnership=tie).values_list("pk", flat=True))
    one = undo_import(one=one, why="Lembar yang salah", by=bogor.officer, at=START + timedelta(hours=1))
    assert one.stage == "undone"
    assert not Contact.objects.filter(partnership=tie, withdrawn_at=None).exists()
    assert not Statement.objects.filter(subject_id__in=ids, withdrawn_at=None).exists()
    assert rebuild_all().differed == {}
    undoing = Event.objects.get(action="event.undo", record_id=tie.pk)
    undo(event=undoing, by=bogor.head, at=START + timedelta(hours=2))
    assert set(Contact.objects.filter(partnership=tie, withdrawn_at=None).values_list("pk", flat=True)) == ids
    assert Statement.objects.filter(subject_id__in=ids, withdrawn_at=None).count() == 11
    assert rebuild_all().differed == {}


def test_the_history_can_undo_the_batch_as_well(bogor, tie):
    one = imported(bogor, xlsx_of(LETTERS))
    undo_batch(batch=one.pk, by=bogor.officer, at=START + timedelta(hours=1), why="Salah")
    assert not Contact.objects.filter(partnership=tie, withdrawn_at=None).exists()
    assert not Statement.objects.filter(subject_kind="contact", record_id=tie.pk, withdrawn_at=None).exists()
    assert rebuild_all().differed == {}


def test_undoing_is_refused_where_a_later_entry_rests_on_the_import(bogor, tie):
    one = imported(bogor, xlsx_of(LETTERS))
    row = Contact.objects.filter(partnership=tie).first()
    change_row(
        row=row, values={"number": "007"}, expected_version=row.version, by=bogor.officer, at=START + timedelta(hours=1)
    )
    with pytest.raises(StillNeeded):
        undo_import(one=one, why="Salah", by=bogor.officer, at=START + timedelta(hours=2))
    assert Contact.objects.filter(partnership=tie, withdrawn_at=None).count() == 2


def test_changed_cells_change_what_the_office_entered_and_blank_ones_leave_it(bogor, tie):
    imported(bogor, xlsx_of(LETTERS))
    row = Contact.objects.get(number="005/1")
    sheet = [
        ["ID Kembar", "Kerja sama", "Tanggal", "Perihal", "Hasil"],
        [str(row.pk), "", "", "Undangan resmi", "Dibalas"],
    ]
    one = imported(bogor, csv_of(sheet), kind="contact")
    assert one.counts["changed"] == 1
    row.refresh_from_db()
    assert (row.subject, row.outcome, row.date, row.version) == (
        {"id": "Undangan resmi"},
        {"id": "Dibalas"},
        "2020-03-01",
        2,
    )
    assert rebuild_all().differed == {}
    undo_import(one=one, why="Salah", by=bogor.officer, at=START + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.subject, row.outcome) == ({"id": "Undangan"}, {})


def test_a_paper_is_known_by_its_number_and_length_makes_the_term_fixed(bogor, tie):
    sheet = [
        ["Nomor", "Kerja sama", "Jenis naskah", "Tgl MoU", "Jangka waktu", "Berakhir", "Bidang"],
        ["130/05-TAPEM/2016", tie.slug, "Nota kesepahaman", 42695, "5 (lima) tahun", "", "pendidikan dan pariwisata"],
    ]
    imported(bogor, xlsx_of(sheet))
    paper = Instrument.objects.get(partnership=tie)
    assert (paper.kind, paper.date, paper.term, paper.term_months) == ("mou", "2016-11-21", "fixed", 60)
    assert paper.numbers.get().number == "130/05-TAPEM/2016"
    assert {one.field_id for one in paper.fields.all()} == {"education", "tourism"}
    one = checked(bogor, csv_of([["Nomor", "Jenis naskah", "Berakhir"], ["130/05-TAPEM/2016", "MoU", "s.d. 2021"]]))
    assert one.counts["changed"] == 1
    assert preview(one)["changed"][0]["values"] == {"ends": "2021"}


@pytest.mark.parametrize(
    "head, cell, code",
    [
        ("Tanggal", "31.02.2020", "not_a_date"),
        ("Tanggal", "21/09/16", "not_a_date"),
        ("Jenis komunikasi", "merpati pos", "unknown_choice"),
        ("Dari", "Atlantis", "unknown_side"),
        ("Menunggu jawaban", "barangkali", "not_yes_or_no"),
        ("Perihal", "x" * 10_001, "too_long"),
        ("Nomor surat", "n" * 121, "too_long"),
        ("Melalui", "Lembaga Antah Berantah", "unknown_party"),
        ("ID Kembar", "seventeen", "not_an_id"),
    ],
)
def test_a_bad_cell_is_refused_by_row_and_column_with_a_sentence(bogor, tie, head, cell, code):
    row = {"Kerja sama": tie.slug, "Tanggal": "2020", "Jenis komunikasi": "surat", "Perihal": "Undangan", head: cell}
    one = checked(bogor, csv_of([list(row), list(row.values())]), kind="contact")
    assert [(number, found) for number, _column, found in codes(one)] == [(2, code)]
    [fault] = preview(one)["refused"][0]["faults"]
    for language in ("id", "en"):
        assert sentences.of_cell("contact", fault, language).endswith((".", "”."))
    assert not Contact.objects.filter(partnership=tie).exists()


def test_an_end_before_its_beginning_is_refused(bogor, tie):
    sheet = [["Kerja sama", "Jenis naskah", "Tanggal tanda tangan", "Berakhir"], [tie.slug, "MoU", "2016", "2015"]]
    assert codes(checked(bogor, csv_of(sheet))) == [(2, "ends", "end_before_beginning")]


def test_a_row_that_stands_twice_in_the_sheet_is_refused_the_second_time(bogor, tie):
    one = checked(bogor, csv_of([*LETTERS, LETTERS[1]]))
    assert codes(one) == [(4, "", "repeated")]
    assert preview(one)["refused"][0]["faults"][0]["data"] == {"row": 2}


def test_texts_are_kept_as_they_are_whatever_they_look_like(bogor, tie):
    names = [
        "<script>alert(1)</script>",
        "مدينة القدس",
        "Festival 🎏 鯉のぼり",
        "'=1+1",
        "= 2",
        "../../etc/passwd",
        "C:\\x",
    ]
    sheet = [["Kerja sama", "Kegiatan", "Jenis kegiatan", "Status", "Tanggal"]]
    sheet += [[tie.slug, name, "pameran" if 0 else "forum atau seminar", "terlaksana", "2020"] for name in names]
    imported(bogor, csv_of(sheet))
    kept = {one.title["id"] for one in Activity.objects.filter(partnership=tie)}
    assert kept == {*names} - {"'=1+1"} | {"=1+1"}, "one apostrophe before a sign is the sheet's, not the text's"


# --- the file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_recognised(bogor, tie, encoding, delimiter):
    letter = "é" if encoding != "latin-1" else "\x81"
    rows = [*LETTERS, ["Kisarazu", "2019", "surat", "masuk", f"Caf{letter}", ""]]
    one = checked(bogor, csv_of(rows, delimiter=delimiter, encoding=encoding))
    assert (one.encoding, one.delimiter) == (encoding, delimiter)
    assert one.counts["new"] == 3
    assert [each for each in one.notices if each["code"] == "encoding"] != [] or encoding.startswith("utf-8")


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


BOMB = {"[Content_Types].xml": "x", "xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * 3_000_000}


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in BOMB.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "empty_file"),
        (b"\n\n\n", "empty_file"),
        (csv_of([LETTERS[0]]), "only_heads"),
        (csv_of([["satu", "dua"], ["tiga", "empat"]]), "no_heads"),
        (b"%PDF-1.7 \n", "a_pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
        (b"MZ\x90\x00program", "a_program"),
        (b"\x00\x01\x02binary\x03", "not_a_table"),
        (b"<!DOCTYPE html><table>", "a_web_page"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (csv_of([[f"kolom {number}" for number in range(16_385)]]), "too_many_columns"),
        (b'Tanggal;Perihal\n2020;"never closed' + b"x" * 120_000, "broken_text"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_what_it_is_and_nothing_is_kept(bogor, content, code):
    with pytest.raises(SheetRefused) as refused:
        received(bogor, content, name="../../surat<b>.xlsx")
    assert refused.value.code == code
    for language in ("id", "en"):
        assert sentences.of_file(code, refused.value.data, language)
    assert not Import.objects.exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(bogor):
    with pytest.raises(SheetRefused, match="too_much_unpacked"):
        receive(
            office=bogor.office,
            name="bom.xlsx",
            chunks=[bomb()],
            limits=Limits(unpacked=1_000_000),
            by=bogor.officer,
            at=START,
        )


def test_a_part_that_declares_less_than_it_unpacks_to_is_not_read_beyond_what_it_declares(bogor):
    """The sizes in a zip are the sender's word: here 3 MB say that they are 10 bytes."""
    packed = bytearray(bomb())
    lie = (10).to_bytes(4, "little")
    true = (3_000_000).to_bytes(4, "little")
    content = bytes(packed).replace(true, lie)
    with pytest.raises(SheetRefused, match="damaged"):
        received(bogor, content, name="bom.xlsx")


def test_a_file_over_the_limit_is_refused_while_it_comes_in(bogor):
    def endless():
        while True:
            yield b"x" * 1_000

    with pytest.raises(SheetRefused, match="too_large"):
        receive(
            office=bogor.office,
            name="besar.csv",
            chunks=endless(),
            limits=Limits(bytes=10_000),
            by=bogor.officer,
            at=START,
        )


def test_merged_heads_over_two_rows_are_read_together_and_said(bogor, tie):
    rows = [
        ["Kerja sama", "Jenis naskah", "Nomor", None, "Tanggal tanda tangan"],
        [None, None, "Pihak Pertama", "Pihak Kedua", None],
        [tie.slug, "MoU", "130/1", "H-7", "2016"],
    ]
    one = checked(bogor, xlsx_of(rows, merged=["C1:D1", "A1:A2", "B1:B2", "E1:E2"]))
    assert one.mapping == ["partnership", "kind", "number.a", "number.b", "date"]
    assert [each["code"] for each in one.notices] == ["merged_heads"]
    assert one.counts["new"] == 1


def test_of_a_formula_the_value_is_read_and_one_without_a_value_is_refused(bogor, tie):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Kerja sama", "Tanggal", "Jenis komunikasi", "Perihal"])
    book.active.append([tie.slug, "2020", "surat", '="Undangan"&" resmi"'])  # openpyxl keeps no value
    file = io.BytesIO()
    book.save(file)
    assert codes(checked(bogor, file.getvalue())) == [(2, "subject.id", "formula_without_value")]
    valued = file.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valued)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</f><v></v>", b"</f><v>Undangan resmi</v>").replace(
                    b"</f><v />", b"</f><v>Undangan resmi</v>"
                )
                part = part.replace(b'<c r="D2"', b'<c r="D2" t="str"')
            new.writestr(name, part)
    one = imported(bogor, out.getvalue())
    assert [each["data"] for each in one.notices if each["code"] == "formulas"] == [{"cells": 1}]
    assert Contact.objects.get(partnership=tie).subject == {"id": "Undangan resmi"}


def test_a_date_cell_of_a_workbook_is_a_date_and_a_year_in_a_number_a_year(bogor, tie):
    rows = [
        LETTERS[0],
        ["Kisarazu", datetime(2020, 3, 1), "surat", "masuk", "A", ""],
        ["Kisarazu", date(2020, 3, 2), "surat", "masuk", "B", ""],
        ["Kisarazu", 2019, "surat", "masuk", "C", ""],
    ]
    imported(bogor, xlsx_of(rows))
    assert sorted(Contact.objects.filter(partnership=tie).values_list("date", flat=True)) == [
        "2019",
        "2020-03-01",
        "2020-03-02",
    ]


# --- columns ------------------------------------------------------------------------------------------------------


def test_a_reading_of_an_own_head_is_remembered_for_the_office_alone(bogor, tie):
    sheet = csv_of([["Mitra", "Waktu kirim berita", "Jenis", "Perihal"], ["Kisarazu", "2020", "surat", "A"]])
    one = received(bogor, sheet, kind="contact")
    assert one.mapping == ["partner", "", "kind", "subject.id"]
    settle_columns(one=one, mapping=["partner", "date", "kind", "subject.id"], defaults={}, by=bogor.officer, at=START)
    assert ColumnReading.objects.get().column == "date"
    assert received(bogor, sheet, kind="contact").mapping == ["partner", "date", "kind", "subject.id"]
    bandung = staffed("Bandung", government="bandung")
    assert received(bandung, sheet, kind="contact").mapping == ["partner", "", "kind", "subject.id"]


def test_a_near_head_is_taken_and_shown_to_be_confirmed(bogor):
    one = received(bogor, csv_of([["Kota mtra", "Tangal", "Jenis komunikasi"], ["Kisarazu", "2020", "surat"]]))
    assert (one.kind, one.mapping, one.guessed) == ("contact", ["partner", "date", "kind"], ["near", "near", "exact"])


def test_what_every_row_needs_and_no_column_has_may_be_given_for_all(bogor, tie):
    one = received(bogor, csv_of([["Tanggal", "Perihal"], ["2020", "A"]]), kind="contact")
    assert unmapped(one) == ["kind", "partnership"]
    one = checked(
        bogor,
        csv_of([["Tanggal", "Perihal"], ["2020", "A"]]),
        kind="contact",
        defaults={"kind": "surat", "partnership": tie.slug},
    )
    assert one.counts["new"] == 1


# --- who, and when ------------------------------------------------------------------------------------------------


def test_a_ministry_and_a_reader_import_nothing(bogor, tie):
    ministry = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    overseer = member(ministry.office, "overseer", "ministry")
    with pytest.raises(NotAllowed):
        receive(office=ministry.office, name="a.csv", chunks=[b"x"], limits=BOUNDS, by=overseer, at=START)
    with pytest.raises(NotAllowed):
        receive(office=bogor.office, name="a.csv", chunks=[b"x"], limits=BOUNDS, by=overseer, at=START)


def test_another_offices_partnership_is_not_known_and_its_rows_are_not_changed(bogor, tie):
    bandung = staffed("Bandung", government="bandung")
    one = checked(bandung, csv_of([["Kerja sama", "Tanggal", "Jenis"], [tie.slug, "2020", "surat"]]), kind="contact")
    assert codes(one) == [(2, "partnership", "unknown_partnership")]
    imported(bogor, xlsx_of(LETTERS))
    share(tie, bandung)
    row = Contact.objects.get(number="005/1")
    one = checked(bandung, csv_of([["ID Kembar", "Kerja sama", "Perihal"], [row.pk, tie.slug, "Lain"]]), kind="contact")
    assert codes(one) == [(2, "", "kept_by_another")]
    share_read = staffed("Surabaya", government="surabaya")
    share(tie, share_read, may_edit=False, side="b")
    one = checked(share_read, csv_of([["Kerja sama", "Tanggal", "Jenis"], [tie.slug, "2020", "surat"]]), kind="contact")
    assert codes(one) == [(2, "partnership", "not_editable")]


def test_where_the_register_changed_so_that_the_sheet_would_write_something_else_it_writes_nothing(bogor, tie):
    one = checked(bogor, xlsx_of(LETTERS))
    imported(bogor, xlsx_of(LETTERS[:2]))  # a colleague was quicker with the first row
    one = written(bogor, one)
    assert (one.stage, one.problem["code"]) == ("failed", "changed_since_checked")
    assert Contact.objects.filter(partnership=tie).count() == 1
    one = check(
        one=begin(one=one, stage="checking", by=bogor.officer, at=START), limits=BOUNDS, by=bogor.officer, at=START
    )
    assert (one.counts["new"], one.counts["unchanged"]) == (1, 1)


def test_where_the_register_changed_elsewhere_the_sheet_is_written(bogor, tie):
    one = checked(bogor, xlsx_of(LETTERS))
    opened(staffed("Bandung", government="bandung"), parties=("bandung", "suwon"))
    assert written(bogor, one).stage == "done"


def test_refused_rows_must_be_left_out_knowingly(bogor, tie):
    one = checked(bogor, csv_of([*LETTERS, ["Kisarazu", "31.02.2020", "surat", "masuk", "C", ""]]))
    with pytest.raises(WrongStage):
        begin(one=one, stage="importing", by=bogor.officer, at=START)
    assert written(bogor, one, leave_out=True).stage == "done"
    assert Contact.objects.filter(partnership=tie).count() == 2


def test_what_is_written_is_not_written_again(bogor, tie):
    one = checked(bogor, xlsx_of(LETTERS))
    written(bogor, one)
    with pytest.raises(WrongStage):
        written(bogor, one)
    assert Contact.objects.filter(partnership=tie).count() == 2


def test_an_upload_that_nobody_finished_goes_after_thirty_days(bogor, tie):
    one = received(bogor, xlsx_of(LETTERS))
    assert files.is_there(one)
    assert sweep(by=bogor.officer, at=START + timedelta(days=31)) == 1
    one.refresh_from_db()
    assert (one.stage, one.samples, files.is_there(one)) == ("discarded", [], False)


def test_a_sheet_that_is_given_up_is_deleted(bogor, tie, django_capture_on_commit_callbacks):
    one = received(bogor, xlsx_of(LETTERS))
    with django_capture_on_commit_callbacks(execute=True):
        discard(one=one, by=bogor.officer, at=START)
    assert not files.is_there(one)
    with pytest.raises(WrongStage):
        write(one=one, limits=BOUNDS, by=bogor.officer, at=START)

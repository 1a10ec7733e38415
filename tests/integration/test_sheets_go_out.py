"""Every export comes in again to the same register; templates and pages of sheets."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kembar.access.models import User
from kembar.partnerships.actions import rebuild_all
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.models import Activity, Commitment, Contact, Government, Instrument, Organisation, Partnership
from kembar.spreadsheets import files
from kembar.spreadsheets.cells import plain_text
from kembar.spreadsheets.columns import SHEETS
from kembar.spreadsheets.heads import read_heads
from kembar.spreadsheets.models import Import
from kembar.spreadsheets.workbooks import exported, template
from kembar.values.cells import harmless
from tests.factories.offices import START, opened, staffed
from tests.factories.sheets import checked, csv_of, imported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
DAY = START.date()
ROWS = {
    "instrument": {
        "kind": "mou", "date": "2016-11", "title": {"id": "Nota kesepahaman", "ko": "양해각서"}, "term": "fixed",
        "term_months": 60, "binding": "yes", "ends": "2021-11", "place": {"en": "Bogor"},
    },
    "commitment": {"text": {"id": "= Mengirim guru"}, "owed_by": "a", "field": "education", "status": "kept"},
    "activity": {
        "kind": "visit", "status": "done", "title": {"id": "'=Kunjungan", "en": "-Visit"},
        "date": "2018~", "field": "tourism", "hosted_by": "both", "paid": "no",
    },
    "contact": {
        "kind": "letter", "subject": {"id": "@Surat 🎏"}, "date": "../2019", "from_side": "b", "number": "005/1",
    },
}  # fmt: skip
ORDER = ("government", "partnership", "instrument", "commitment", "activity", "contact")


@pytest.fixture
def bogor():
    return staffed("Bogor", government="bogor")


@pytest.fixture
def tie(bogor):
    tie = opened(
        bogor, parties=("bogor", "suwon"), values={"agreed_fields": ["tourism", "education"], "began": "2016/.."}
    ).partnership
    made = {}
    for kind, values in ROWS.items():
        more = {"instrument": str(made["instrument"].pk)} if kind == "commitment" else {}
        more |= {"commitment": str(made["commitment"].pk)} if kind == "activity" else {}
        made[kind] = add_row(kind=kind, parent=tie, values={**values, **more}, by=bogor.officer, at=START).row
    number = {"side": "a", "number": "130/05"}
    add_row(kind="number", parent=made["instrument"], values=number, by=bogor.officer, at=START)
    add_row(kind="instrument_field", parent=made["instrument"], values={"field": "health"}, by=bogor.officer, at=START)
    return tie


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ORDER)
def test_an_export_into_the_same_register_changes_nothing(bogor, tie, kind, suffix, language):
    one = checked(bogor, exported(SHEETS[kind], bogor.office, DAY, suffix, language))
    assert one.problem == {}
    assert one.kind == kind
    assert (one.counts["new"], one.counts["changed"], one.counts["refused"]) == (0, 0, 0), one.counts
    assert one.counts["unchanged"] >= 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_public_list_comes_in_again_and_what_it_computes_is_left_out(client, bogor, tie, suffix):
    body = client.get(reverse("partnerships-export", args=[suffix]), {"origin": "live"}).content
    one = checked(bogor, body)
    assert (one.kind, one.counts["unchanged"], one.counts["refused"]) == ("partnership", 1, 0), one.counts


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_into_a_register_without_these_rows_gives_the_same_export(bogor, tie, suffix):
    before = {kind: exported(SHEETS[kind], bogor.office, DAY, suffix, "id") for kind in ORDER}
    everything = (Activity, Commitment, Contact, Instrument, Partnership)
    for model in everything:  # as in another instance: nothing of it is there
        model.objects.filter(kept_by=bogor.office).delete()
    assert not Partnership.objects.filter(origin="live").exists()
    for kind in ORDER[1:]:
        imported(bogor, before[kind], name=f"{kind}.{suffix}")
    after = {kind: exported(SHEETS[kind], bogor.office, DAY, suffix, "id") for kind in ORDER}
    if suffix == "csv":
        assert after == before
    else:
        assert {kind: cells(body) for kind, body in after.items()} == {kind: cells(one) for kind, one in before.items()}
    assert rebuild_all().differed == {}


def cells(body):
    book = load_workbook(io.BytesIO(body), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_governments_come_into_another_register_with_what_they_are_part_of(bogor):
    heads = ["ID Kembar", "Alamat", "Nama", "Tingkat", "Negara", "Bagian dari"]
    rows = [
        ["", "prefektur-chiba-uji", "Prefektur Uji", "provinsi", "Jepang", ""],
        ["", "kota-uji", "Kota Uji", "kota", "JP", "prefektur-chiba-uji"],
    ]
    imported(bogor, csv_of([heads, *rows]))
    assert Government.objects.get(slug="kota-uji").parent.slug == "prefektur-chiba-uji"


def test_organisations_come_in(bogor):
    imported(bogor, csv_of([["Nama lembaga", "Jenis", "Negara"], ["Universitas Uji", "universitas", "Indonesia"]]))
    found = Organisation.objects.get(slug="universitas-uji")
    assert (found.kind, found.country_id) == ("university", "ID")


@pytest.mark.parametrize(
    "text", ["=1+1", "+62", "-", "@x", "\tx", "\rx", "'=1", "''-x", "'s-Hertogenbosch", "O'Brien", "", "'"]
)
def test_what_a_sheet_would_run_is_made_harmless_and_comes_back_as_it_was(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_text(harmless(text)) == text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", SHEETS)
def test_every_head_of_a_template_is_read_as_its_column(kind, language):
    sheet = SHEETS[kind]
    [heads] = csv.reader(io.StringIO(template(sheet, "csv", language).decode("utf-8-sig")))
    assert [one.key for one in read_heads(sheet, heads)] == [one.key for one in sheet.exported]
    book = load_workbook(io.BytesIO(template(sheet, "xlsx", language)), read_only=True)
    assert [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row] == heads
    assert len(book.worksheets) == 3


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(bogor):
    client = Client()
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    client.cookies["language"] = "en"
    return client


def upload(client, content, name="surat.csv", **data):
    return client.post(
        reverse("sheet-upload"), {"office": "bogor", "file": SimpleUploadedFile(name, content), **data}, follow=True
    )


LETTERS = "Kerja sama;Tanggal;Jenis komunikasi;Perihal\n{tie};2021;surat;<b>Undangan</b>\n{tie};31.02.2020;surat;X\n"


def test_from_the_upload_to_what_was_written_and_back(client, bogor, tie):
    page = upload(client, LETTERS.format(tie=tie.slug).encode())
    text = page.content.decode()
    assert "Nothing has been written yet." in text
    assert "&lt;b&gt;Undangan&lt;/b&gt;" in text
    assert "31.02.2020" in text
    one = Import.objects.get()
    refused = client.get(reverse("sheet-refused", args=[one.pk, "csv"])).content.decode("utf-8-sig")
    assert "there is no such day" in refused
    address = reverse("sheet-import", args=[one.pk])
    page = client.post(address, {"act": "write"}, follow=True)
    assert "Some rows are refused." in page.content.decode()
    assert not Contact.objects.filter(partnership=tie, subject={"id": "<b>Undangan</b>"}).exists()
    page = client.post(address, {"act": "write", "leave_out": "1", "why": "Buku agenda"}, follow=True)
    assert "1 row was written." in page.content.decode()
    assert Contact.objects.filter(partnership=tie, subject={"id": "<b>Undangan</b>"}).exists()
    history = client.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert "brought in with a spreadsheet" in history
    page = client.post(address, {"act": "undo", "why": "Salah"}, follow=True)
    assert "The import was undone" in page.content.decode()
    assert not Contact.objects.filter(partnership=tie, subject={"id": "<b>Undangan</b>"}, withdrawn_at=None).exists()
    assert client.get(reverse("sheets")).status_code == 200


def test_the_repaired_file_of_refused_rows_comes_in(client, bogor, tie):
    upload(client, LETTERS.format(tie=tie.slug).encode())
    refused = client.get(reverse("sheet-refused", args=[Import.objects.get().pk, "csv"])).content.decode("utf-8-sig")
    one = checked(bogor, refused.replace("31.02.2020", "29.02.2020").encode(), kind="contact")
    assert (one.counts["new"], one.counts["refused"]) == (1, 0)


def test_unknown_heads_are_asked_for_and_what_was_said_is_kept(client, bogor, tie):
    page = upload(client, f"Mitra;Waktu kirim berita;Jenis\n{'Suwon'};2021;surat\n".encode(), kind="contact")
    assert "Waktu kirim berita" in page.content.decode()
    one = Import.objects.get()
    assert one.stage == "received"
    chosen = {"act": "columns", "column-0": "partner", "column-1": "date", "column-2": "kind"}
    client.post(reverse("sheet-import", args=[one.pk]), chosen)
    one.refresh_from_db()
    assert (one.stage, one.counts["new"]) == ("checked", 1)
    twice = {**chosen, "column-2": "date"}
    page = client.post(reverse("sheet-import", args=[one.pk]), twice, follow=True)
    assert "Two columns are to be read as the same thing" in page.content.decode()


@pytest.mark.parametrize("content, sentence", [(b"", "The file is empty"), (b"%PDF-1.7", "This is a PDF")])
def test_a_file_that_is_no_sheet_is_told_on_the_page(client, content, sentence):
    page = upload(client, content, name="../<script>.xlsx")
    text = page.content.decode()
    assert page.status_code == 400
    assert sentence in text or "Choose a file first" in text
    assert "<script>.xlsx" not in text


def test_a_request_that_says_it_is_too_large_is_refused_before_it_is_read(client):
    response = client.generic("POST", reverse("sheet-upload"), b"x", CONTENT_LENGTH="200000000")
    assert response.status_code == 413
    assert "200 MB" in response.content.decode()


def test_an_upload_needs_the_token_of_its_form(bogor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    assert upload(client, b"x").status_code == 403


def test_a_long_sheet_is_left_to_a_process_and_one_that_died_is_told(client, bogor, tie, monkeypatch):
    started = []
    monkeypatch.setattr("kembar.spreadsheets.worker.start", started.append)
    monkeypatch.setattr("kembar.spreadsheets.worker.is_short", lambda _one, _rows: False)
    page = upload(client, LETTERS.format(tie=tie.slug).encode())
    one = Import.objects.get()
    assert [each.pk for each in started] == [one.pk]
    assert "It begins in a moment." in page.content.decode()
    part = client.get(reverse("sheet-import", args=[one.pk]), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in part.headers
    assert re.sub(r"\s+", " ", part.content.decode().strip()) in re.sub(r"\s+", " ", page.content.decode())
    files.path(one, "progress").write_text('{"done": 500, "of": 1000, "at": "2026-01-01T00:00:00+00:00"}')
    part = client.get(reverse("sheet-import", args=[one.pk]), headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert "broken off before its end. Nothing was written." in part.content.decode()
    client.post(reverse("sheet-import", args=[one.pk]), {"act": "check"})
    assert len(started) == 2
    client.post(reverse("sheet-import", args=[one.pk]), {"act": "discard"})
    one.refresh_from_db()
    assert one.stage == "discarded"


def test_the_command_imports_exports_and_tells_what_is_refused(command, bogor, tie, tmp_path):
    sheet = tmp_path / "surat.csv"
    sheet.write_text(LETTERS.format(tie=tie.slug))
    who = ("--office", "bogor", "--user", "bogor-officer")
    code, out, _err = command("sheets", "import", str(sheet), *who)
    assert code == 1
    assert "1 new, 0 changed, 0 unchanged, 1 refused." in out
    assert "Row 3: When: “31.02.2020” is not a date" in out
    assert not Contact.objects.filter(subject__id="<b>Undangan</b>").exists()
    answer = command("sheets", "import", str(sheet), *who, "--leave-out", "--json")
    assert (answer.code, answer.json["written"]) == (0, True)
    target = tmp_path / "keluar.xlsx"
    assert command("sheets", "export", "--kind", "contact", "--to", str(target), *who).code == 0
    assert command("sheets", "import", str(target), *who, "--dry-run").code == 0
    code, _out, err = command("sheets", "import", str(sheet), "--office", "nirgends")
    assert (code, "There is no office “nirgends”" in err) == (2, True)


def test_the_history_of_a_record_stays_readable_after_a_sheet_of_many_rows(client, bogor, tie):
    rows = [[tie.slug, "2020", "surat", f"Perihal {number}"] for number in range(500)]
    imported(bogor, csv_of([["Kerja sama", "Tanggal", "Jenis komunikasi", "Perihal"], *rows]))
    page = client.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert "Perihal 1<" in page
    assert "Perihal 499" not in page
    assert "The first ones are shown." in page
    assert len(page) < 250_000

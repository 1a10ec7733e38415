"""Can an office say which letter answers which, and is it shown wherever it matters?"""

import json

import pytest
from django.urls import reverse

from kembar.access.models import User
from kembar.offices.queries.desk import desk_of
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.rows import add_row, change_row
from kembar.partnerships.forms.layout import LAYOUTS
from kembar.partnerships.models import Contact
from kembar.spreadsheets import files
from kembar.spreadsheets.columns import SHEETS
from kembar.spreadsheets.queries.exporting import Exported, rows_of
from tests.factories.offices import START, opened, staffed
from tests.factories.pages import fields_of, sent
from tests.factories.sheets import checked, csv_of, imported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


@pytest.fixture
def bogor():
    return staffed("Bagian Kerja Sama Kota Bogor", government="bogor")


@pytest.fixture
def tie(bogor):
    return opened(bogor).partnership


@pytest.fixture
def as_officer(client, bogor):
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    client.cookies["language"] = "en"
    return client


def letter(bogor, tie, side, date, **more):
    values = {"kind": "letter", "from_side": side, "date": date} | more
    return add_row(kind="contact", parent=tie, values=values, by=bogor.officer, at=START).row


def form(tie):
    return reverse("new-row", args=[LAYOUTS["partnership"].address, tie.pk, LAYOUTS["contact"].address])


def test_whoever_enters_a_letter_says_which_one_it_answers(as_officer, bogor, tie):
    asked = letter(bogor, tie, "a", "2020-03-03", subject={"en": "Exchange of pupils"}, answer_awaited="yes")
    page = as_officer.get(form(tie)).content.decode()
    assert '<optgroup label="From Bogor">' in page
    assert "letter, 3 March 2020: Exchange of pupils</option>" in page
    answer = sent(
        as_officer, form(tie), {"kind": "email", "from_side": "b", "date": "15 March 2020", "answers": asked.pk}
    )
    assert answer.status_code == 302
    assert Contact.objects.get(kind="email", partnership=tie).answers == asked
    record = as_officer.get(reverse("partnership", args=[tie.slug])).content.decode()
    assert "answers: letter, 3 March 2020 · after 12 days" in record
    assert "answered: e-mail, 15 March 2020" in record
    history = as_officer.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert "letter, 3 March 2020: Exchange of pupils" in history
    told = json.loads(as_officer.get(reverse("partnership-json", args=[tie.slug])).content)
    assert [one["answers"] for one in told["contacts"]] == [None, str(asked.pk)]


def test_the_question_is_not_asked_where_there_is_nothing_to_answer_and_is_never_needed(as_officer, bogor, tie):
    assert "answers" not in fields_of(as_officer.get(form(tie)))
    letter(bogor, tie, "a", "2020-03-03")
    assert sent(as_officer, form(tie), {"kind": "letter"}).status_code == 302


def test_a_letter_that_was_answered_leaves_the_desk_and_comes_back_when_the_answer_is_withdrawn(bogor, tie):
    asked = letter(bogor, tie, "a", "2025-03-03", answer_awaited="yes")
    assert [one.what for one in desk_of(bogor.office, START.date()).due] == ["answer"]
    letter(bogor, tie, "b", "2025-03-20", answers=str(asked.pk))
    assert desk_of(bogor.office, START.date()).due == []


@pytest.mark.parametrize(
    ("side", "date", "code"),
    [("a", "2020-03-10", "answers_own_side"), ("b", "2020-03-01", "answers_what_came_later")],
)
def test_an_own_letter_and_a_later_one_are_not_answered(bogor, tie, side, date, code):
    asked = letter(bogor, tie, "a", "2020-03-03")
    with pytest.raises(Refused) as refused:
        letter(bogor, tie, side, date, answers=str(asked.pk))
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_letter_does_not_become_younger_than_its_answer_nor_an_answer_to_it(bogor, tie):
    asked = letter(bogor, tie, "a", "2020-03-03")
    answer = letter(bogor, tie, "b", "2020-03-10", answers=str(asked.pk))
    told = {"by": bogor.officer, "at": START}
    with pytest.raises(Refused, match="answers_what_came_later"):
        change_row(row=asked, values={"date": "2020-04-01"}, expected_version=1, **told)
    with pytest.raises(Refused, match="answers"):
        change_row(row=asked, values={"date": None, "answers": str(answer.pk)}, expected_version=1, **told)


def test_a_letter_of_another_record_cannot_be_chosen(bogor, tie, as_officer):
    other = letter(bogor, opened(bogor, parties=("bogor", "daejeon")).partnership, "a", "2020-03-03")
    letter(bogor, tie, "a", "2020-03-03")
    answer = sent(as_officer, form(tie), {"kind": "letter", "from_side": "b", "answers": other.pk})
    assert answer.status_code == 422
    assert not Contact.objects.filter(partnership=tie, from_side="b").exists()


# --- in sheets --------------------------------------------------------------------------------------------------------

HEADS = ["Kota mitra", "Tanggal", "Jenis", "Arah", "Nomor surat", "Jawaban atas"]


@pytest.mark.parametrize("named", ["005/1", "1 Maret 2020", "2020-03-01"])
def test_a_sheet_names_the_letter_by_number_or_date_also_one_in_a_row_above(bogor, tie, named):
    rows = [HEADS, ["Kisarazu", "1 Maret 2020", "surat", "keluar", "005/1", ""]]
    rows += [["Kisarazu", "10-03-2020", "email", "masuk", "", named]]
    imported(bogor, csv_of(rows))
    asked, answer = Contact.objects.filter(partnership=tie).order_by("date")
    assert answer.answers == asked
    heads, *exported = sheet_of(bogor)
    cells = [dict(zip(heads, row, strict=True)) for row in exported]
    assert [one["Jawaban atas"] for one in cells] == ["", str(asked.pk)]
    again = checked(bogor, csv_of([heads, *exported]))
    assert again.counts["unchanged"] == 2


@pytest.mark.parametrize(
    ("direction", "named", "code"),
    [
        ("masuk", "099/9", "unknown_letter"),
        ("keluar", "005/1", "unknown_letter"),
        ("masuk", "3 Maret 2020", "several_letters"),
        ("masuk", "007/1", "answers_what_came_later"),
    ],
)
def test_a_letter_that_cannot_be_meant_is_refused_with_the_column(bogor, tie, direction, named, code):
    letter(bogor, tie, "a", "2020-03-01", number="005/1")
    letter(bogor, tie, "a", "2020-03-03", number="006/1")
    letter(bogor, tie, "a", "2020-03-03", number="006/2")
    letter(bogor, tie, "a", "2021-03-03", number="007/1")
    one = checked(bogor, csv_of([HEADS, ["Kisarazu", "10-03-2020", "email", direction, "", named]]))
    assert one.counts["refused"] == 1
    (row,) = files.read_json(files.path(one, "preview"))["refused"]
    assert [(each["column"], each["code"]) for each in row["faults"]] == [("answers", code)]


def test_a_paper_may_follow_one_in_a_row_above(bogor, tie):
    heads = ["Kota mitra", "Jenis naskah", "Status", "Tanggal", "Nomor pihak pertama", "Kelanjutan dari"]
    first = ["Kisarazu", "nota kesepahaman", "ditandatangani", "1 Maret 2015", "01/2015", ""]
    imported(bogor, csv_of([heads, first, [*first[:3], "1 Maret 2020", "02/2020", "01/2015"]]), kind="instrument")
    old, new = tie.instruments.order_by("date")
    assert new.predecessor == old


def sheet_of(bogor):
    """The export of the office's letters: heads, then rows."""
    sheet = SHEETS["contact"]
    exported = Exported(sheet, sheet.exported, "id")
    return [exported.heads, *exported.cells(rows_of(sheet, bogor.office, START.date()))]

"""Do the forms write what was typed, ask little, and never lose anything?"""

import pytest
from django.urls import reverse

from kembar.access.models import User
from kembar.evidence.catalogue import Attribute, kinds
from kembar.evidence.models import Statement
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.forms.layout import LAYOUTS, layout_of
from kembar.partnerships.models import Activity, Contact, Instrument, Party, Person, Signature
from tests.factories.offices import START
from tests.factories.pages import fields_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


@pytest.fixture
def as_officer(client, bogor):
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    client.cookies["language"] = "en"
    return client


def add(parent, child):
    own = next(code for code, one in kinds().items() if one.model is type(parent))
    return reverse("new-row", args=[LAYOUTS[own].address, parent.pk, LAYOUTS[child].address])


def change(row):
    own = next(code for code, one in kinds().items() if one.model is type(row))
    return reverse("change-row", args=[LAYOUTS[own].address, row.pk])


LETTER = {
    "kind": "letter",
    "from_side": "b",
    "date": "21 Sept. 2016",
    "subject-en": "Exchange of pupils",
    "answer_awaited": "yes",
}


def test_a_letter_is_entered_in_five_fields(as_officer, tie):
    answer = sent(as_officer, add(tie, "contact"), LETTER)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    (letter,) = Contact.objects.filter(partnership=tie)
    assert (letter.kind, letter.from_side, letter.date, letter.subject) == (
        "letter",
        "b",
        "2016-09-21",
        {"en": "Exchange of pupils"},
    )
    assert letter.date_words == "21 Sept. 2016"


def test_every_kind_of_the_catalogue_has_its_form(as_officer, tie):
    paper = sent(as_officer, add(tie, "instrument"), {"kind": "mou"})
    parents = {"partnership": tie, "instrument": Instrument.objects.get(partnership=tie)}
    assert paper.status_code == 302
    sent(as_officer, add(tie, "activity"), {"kind": "visit", "status": "done", "title-en": "A visit"})
    sent(as_officer, add(tie, "contact"), LETTER)  # another one may answer it
    parents["activity"] = Activity.objects.get(partnership=tie)
    parents["government"] = Party.objects.filter(partnership=tie).first().government
    opened_forms = set()
    for code, own in kinds().items():
        if own.record == code and code not in ("partnership", "act"):
            assert as_officer.get(reverse("new-record", args=[layout_of(own).address])).status_code == 200, code
            opened_forms.add(code)
    for parent, row in parents.items():
        for child in kinds()[parent].children.values():
            page = as_officer.get(add(row, child))
            assert page.status_code == 200, child
            asked = fields_of(page)
            for attribute in kinds()[child]:
                is_box = attribute.type in ("flag", "codes")  # sent when ticked
                is_parent = attribute.code == parent
                found = any(name.split("-")[0] == attribute.code for name in asked)
                assert found or is_box or is_parent, (child, attribute.code)
            opened_forms.add(child)
    assert set(kinds()) - opened_forms == {"partnership", "act", "offer_candidate"}


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, kept, understood",
    [
        ("November 2016", "2016-11", "some day in November 2016"),
        ("21 Sept. 2016", "2016-09-21", "21 September 2016"),
        ("s.d. 2021", "../2021", "on or before 2021"),
        ("±2016", "2016~", "about 2016"),
    ],
)
def test_dates_are_typed_as_people_write_them_and_echoed_as_understood(as_officer, tie, typed, kept, understood):
    wrong = sent(as_officer, add(tie, "contact"), LETTER | {"date": typed, "kind": ""})
    assert understood in wrong.content.decode()
    saved = sent(as_officer, add(tie, "contact"), {"kind": "letter"}, shown=wrong, follow=True)
    assert f"“{typed}” is understood as: {understood}." in saved.content.decode().replace("&quot;", '"')
    (letter,) = Contact.objects.filter(partnership=tie)
    assert (letter.date, letter.date_words) == (kept, typed)
    again = fields_of(as_officer.get(change(letter)))
    assert again["date"] == [typed]
    hint = as_officer.get(reverse("date-understood"), {"name": "date", "date": typed}).content.decode()
    assert understood in hint


def test_a_day_that_does_not_exist_is_refused_with_a_sentence_and_everything_typed_stays(as_officer, tie):
    answer = sent(as_officer, add(tie, "contact"), LETTER | {"date": "31.02.2020"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“31.02.2020”: that month has no such day." in text
    assert {name: fields_of(answer)[name] for name in LETTER} == {
        name: [value] for name, value in (LETTER | {"date": "31.02.2020"}).items()
    }
    assert not Contact.objects.filter(partnership=tie).exists()


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "كوتا بوجور", "Pertukaran 🎌 pelajar", "\u202eterbalik", "' OR 1=1 --", "  spaces  "],
)
def test_strange_names_are_kept_as_typed_and_shown_harmless(as_officer, tie, typed):
    sent(as_officer, add(tie, "contact"), LETTER | {"subject-en": typed})
    (letter,) = Contact.objects.filter(partnership=tie)
    assert letter.subject == {"en": typed.strip()}
    for address in (reverse("keep-record", args=["kerja-sama", tie.pk]), change(letter)):
        assert "<script>alert" not in as_officer.get(address).content.decode()


@pytest.mark.parametrize(
    "typed, told",
    [
        ({"subject-en": "x" * 10_001}, "This is too long: 10,001 characters, at most 10,000"),
        ({"number": "x" * 121}, "This is too long: 121 characters, at most 120"),
        ({"subject-en": "A\x00B"}, "a character in it that cannot be kept"),
        ({"kind": "smoke"}, "is not one of the answers"),
        ({"kind": ""}, "without it nobody can tell what the entry is"),
        ({"date": "2017 - 2016"}, "ends before it begins"),
        ({"date": "spring 2016"}, "is a season"),
        ({"date": "21/09/16"}, "Write the year with four digits"),
    ],
)
def test_bad_input_gets_a_clear_sentence_and_nothing_is_lost(as_officer, tie, typed, told):
    answer = sent(as_officer, add(tie, "contact"), LETTER | typed)
    assert (answer.status_code, Contact.objects.filter(partnership=tie).count()) == (422, 0)
    assert told in answer.content.decode()
    shown = fields_of(answer)
    for name, value in (LETTER | typed).items():
        assert shown[name] == [value.replace("\x00", "")] or (name, value) == ("kind", "smoke"), name


def test_ten_thousand_characters_in_a_title_are_shown_again_whole(as_officer, tie):
    typed = {"kind": "visit", "status": "done", "title-en": "x" * 10_000}
    answer = sent(as_officer, add(tie, "activity"), typed)
    assert "10,000 characters, at most 300" in answer.content.decode()
    assert fields_of(answer)["title-en"] == ["x" * 10_000]


def test_an_end_before_its_beginning_is_told_as_a_sentence(as_officer, tie):
    typed = {"kind": "mou", "date": "2020", "ends": "2019", "term": "fixed"}
    answer = sent(as_officer, add(tie, "instrument"), typed)
    assert "the paper ends before it was signed" in answer.content.decode()
    assert fields_of(answer)["ends"] == ["2019"]


# --- asked little ----------------------------------------------------------------------------------------------------


def test_a_term_of_office_entered_below_its_person_or_government_is_theirs(as_officer, bogor, tie):
    mayor = add_row(kind="person", values={"name": "Bima Arya"}, by=bogor.officer, at=START).row
    government = tie.parties.get(side="a").government
    typed = {"role": "head", "government": "bogor", "began": "2014"}
    assert sent(as_officer, add(mayor, "tenure"), typed).status_code == 302
    (held,) = mayor.tenures.all()
    assert (held.government, held.began) == (government, "2014")
    assert Statement.objects.get(subject_id=held.pk, attribute="person").value == mayor.slug
    assert sent(as_officer, add(government, "tenure"), {"role": "deputy", "person": mayor.slug}).status_code == 302
    assert mayor.tenures.get(role="deputy").government == government
    bare = add_row(kind="tenure", parent=mayor, values={"role": "other"}, by=bogor.officer, at=START).row
    bare.refresh_from_db()
    assert bare.person == mayor


def test_what_is_needed_later_is_told_and_not_required(as_officer, tie):
    answer = sent(as_officer, add(tie, "instrument"), {"kind": "mou"}, follow=True)
    assert "Still needed: Signed on (before its formal state can be said)" in answer.content.decode()
    paper = Instrument.objects.get(partnership=tie)
    assert (paper.status, paper.term) == ("signed", "not_stated")
    page = as_officer.get(change(paper)).content.decode()
    assert "Still needed before its formal state can be said." in page
    sent(as_officer, change(paper), {"status": "draft"})
    assert "Still needed" not in as_officer.get(change(paper)).content.decode()


def test_save_and_add_another_leads_back_to_an_empty_form(as_officer, tie):
    answer = sent(as_officer, add(tie, "contact"), LETTER | {"then": "again"})
    assert answer["Location"] == add(tie, "contact")
    assert fields_of(as_officer.get(answer["Location"]))["date"] == [""]


def test_a_form_sent_twice_writes_once(as_officer, tie):
    fields = fields_of(as_officer.get(add(tie, "contact"))) | LETTER
    for _time in range(2):
        answer = as_officer.post(add(tie, "contact"), fields, follow=True)
    assert Contact.objects.filter(partnership=tie).count() == 1
    assert "This form was sent twice. It was written once." in answer.content.decode()


# --- who and what is meant -------------------------------------------------------------------------------------------


@pytest.fixture
def paper(as_officer, tie):
    sent(as_officer, add(tie, "instrument"), {"kind": "mou", "date": "2020"})
    return Instrument.objects.get(partnership=tie)


def test_a_signatory_who_is_not_known_yet_is_entered_along_and_goes_with_the_undoing(as_officer, paper):
    sent(as_officer, add(paper, "signature"), {"side": "a", "person": "Nama Baru Sekali"})
    signature = Signature.objects.get(instrument=paper)
    assert signature.person.name == "Nama Baru Sekali"
    again = sent(as_officer, add(paper, "signature"), {"side": "b", "person": "nama baru sekali"})
    assert again.status_code == 302
    assert Person.objects.filter(name__iexact="nama baru sekali").count() == 1


def test_a_name_that_may_mean_several_is_asked_back_without_scripts(as_officer, tie):
    answer = sent(as_officer, add(tie, "party"), {"side": "c", "government": "Cuenca"})
    assert answer.status_code in (302, 422)
    answer = sent(as_officer, add(tie, "party"), {"side": "c", "government": "Band"})
    assert "Choose below whom or what “Band” means." in answer.content.decode()
    assert 'value="bandung"' in answer.content.decode()
    chosen = sent(as_officer, add(tie, "party"), {"government-pick": "bandung"}, shown=answer)
    assert chosen.status_code == 302
    assert Party.objects.filter(partnership=tie, government__slug="bandung").exists()


def test_a_choice_for_another_text_no_longer_counts(as_officer, tie):
    answer = sent(as_officer, add(tie, "party"), {"side": "c", "government": "Band"})
    typed = {"government-pick": "bandung", "government": "Suw"}
    answer = sent(as_officer, add(tie, "party"), typed, shown=answer)
    assert "Choose below whom or what “Suw” means." in answer.content.decode()


# --- new attributes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attribute",
    [
        Attribute("mood", "word", "mood"),
        Attribute("weather", "text", "weather"),
        Attribute("grade", "choice", "grade", choices=("good", "bad")),
        Attribute("again_on", "date", "again on"),
        Attribute("people", "number", "people"),
        Attribute("was_fun", "yes_no", "was fun"),
        Attribute("loud", "flag", "loud"),
        Attribute("second_field", "reference", "second field", refers_to="field"),
        Attribute("guide", "reference", "guide", refers_to="person"),
        Attribute("fields", "codes", "fields", refers_to="field"),
        Attribute("remarks", "texts", "remarks"),
        Attribute("raw", "json", "raw"),
    ],
    ids=lambda one: one.type if isinstance(one, Attribute) else None,
)
def test_a_new_attribute_has_its_question_without_new_code(as_officer, tie, monkeypatch, attribute):
    monkeypatch.setitem(kinds()["contact"].attributes, attribute.code, attribute)
    page = as_officer.get(add(tie, "contact")).content.decode()
    assert f'id="q-{attribute.code}"' in page

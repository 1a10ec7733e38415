"""Does what somebody typed survive a session that ended, a form that could not be checked, and a second editor?"""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kembar.access.form_marks import NAME
from kembar.access.models import User
from kembar.access.permissions import NotAllowed
from kembar.audit.models import Change, Event
from kembar.evidence.models import Dispute, Statement
from kembar.partnerships.actions.keeping_since import keep_since, stop_keeping
from kembar.partnerships.actions.publishing import keep_back
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.rows import add_row, change_row
from kembar.partnerships.models import Activity, Contact, KeptSpan, Partnership, Person
from tests.factories.offices import opened, share, staffed
from tests.factories.pages import fields_of, sent
from tests.integration.test_forms_of_the_record import LETTER, add, change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def client_of(actor, **more):
    client = Client(**more)
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def visit(tie, bogor, clock):
    values = {"kind": "visit", "status": "planned", "title": {"en": "A visit"}, "date": "2021"}
    return add_row(kind="activity", parent=tie, values=values, by=bogor.officer, at=clock()).row


# --- the session ended -----------------------------------------------------------------------------------------------


def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(bogor, tie):
    client = client_of(bogor.officer)
    fields = fields_of(client.get(add(tie, "contact"))) | LETTER
    client.session.flush()
    away = client.post(add(tie, "contact"), fields)
    assert away.status_code == 302
    assert reverse("sign-in") in away["Location"]
    login = client.get(away["Location"])
    officer = User.objects.get(pk=bogor.officer.user_id)
    typed = fields_of(login, having="username") | {"username": officer.username, "password": "not secret at all"}
    back = client.post(away["Location"], typed, follow=True)
    assert "What you typed is back." in back.content.decode()
    assert {name: fields_of(back)[name] for name in LETTER} == {name: [value] for name, value in LETTER.items()}
    assert not Contact.objects.filter(partnership=tie).exists()
    sent(client, add(tie, "contact"), shown=back)
    assert Contact.objects.get(partnership=tie).date_words == "21 Sept. 2016"
    again = client.get(back.redirect_chain[-1][0])
    assert "What you typed is back." not in again.content.decode()  # once


def test_somebody_else_who_signs_in_does_not_get_it(bogor, tie):
    client = client_of(bogor.officer)
    fields = fields_of(client.get(add(tie, "contact"))) | LETTER
    client.session.flush()
    away = client.post(add(tie, "contact"), fields)
    client.force_login(User.objects.get(pk=bogor.head.user_id))
    path = re.search(r"next=([^&]+)", away["Location"])[1].replace("%3F", "?").replace("%3D", "=")
    assert "Exchange of pupils" not in client.get(path).content.decode()


def test_what_nobody_was_given_is_not_kept(tie):
    client = Client()
    client.post(add(tie, "contact"), LETTER)
    client.post(add(tie, "contact"), LETTER | {NAME: "made up"})
    assert "kept-forms" not in client.session


# --- the safety token ------------------------------------------------------------------------------------------------


def test_a_form_without_its_safety_token_is_offered_again_with_all_that_was_typed(bogor, tie):
    client = client_of(bogor.officer, enforce_csrf_checks=True)
    fields = fields_of(client.get(add(tie, "contact"))) | LETTER
    refused = client.post(add(tie, "contact"), fields | {"csrfmiddlewaretoken": "x" * 64})
    assert refused.status_code == 403
    assert "Exchange of pupils" in refused.content.decode()
    again = client.post(add(tie, "contact"), fields_of(refused))
    assert again.status_code == 302, again.content.decode()
    assert Contact.objects.get(partnership=tie).subject == {"en": "Exchange of pupils"}


def test_a_form_of_another_site_is_not_offered_again(bogor, tie):
    client = client_of(bogor.officer, enforce_csrf_checks=True)
    theirs = client_of(bogor.head)
    for mark in ("", "made up", fields_of(theirs.get(add(tie, "contact")))[NAME][0]):
        refused = client.post(add(tie, "contact"), LETTER | {NAME: mark})
        assert refused.status_code == 403
        assert "Exchange of pupils" not in refused.content.decode()


def test_without_token_and_session_it_is_kept_until_they_sign_in(bogor, tie):
    client = client_of(bogor.officer, enforce_csrf_checks=True)
    fields = fields_of(client.get(add(tie, "contact"))) | LETTER
    client.cookies.pop("sessionid")
    refused = client.post(add(tie, "contact"), fields | {"csrfmiddlewaretoken": "x" * 64})
    assert "What you typed is kept." in refused.content.decode()
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    (token,) = client.session["kept-forms"]
    assert "Exchange of pupils" in client.get(add(tie, "contact") + f"?lanjut={token}").content.decode()


# --- two editors -----------------------------------------------------------------------------------------------------


def test_the_second_of_two_editors_sees_both_versions_and_chooses_each(bogor, visit, clock):
    client = client_of(bogor.officer)
    opened_form = client.get(change(visit))
    others = {"title": {"en": "Theirs"}, "status": "done"}
    change_row(row=visit, values=others, expected_version=visit.version, by=bogor.head, at=clock())
    mine = {"title-en": "Mine", "date": "March 2021"}
    conflict = sent(client, change(visit), mine, shown=opened_form)
    text = conflict.content.decode()
    assert conflict.status_code == 409
    for said in ("A visit", "Theirs", "Mine", "March 2021", bogor.head.label):
        assert said in text
    saved = sent(client, change(visit), {"form-choice-title": "theirs"}, shown=conflict)
    assert saved.status_code == 302, saved.content.decode()
    visit.refresh_from_db()
    assert (visit.title, visit.date, visit.status) == ({"en": "Theirs"}, "2021-03", "done")


def test_of_a_conflict_mine_may_be_chosen_and_a_third_editor_is_told_again(bogor, visit, clock):
    client = client_of(bogor.officer)
    opened_form = client.get(change(visit))
    change_row(row=visit, values={"title": {"en": "Two"}}, expected_version=1, by=bogor.head, at=clock())
    conflict = sent(client, change(visit), {"title-en": "Mine"}, shown=opened_form)
    change_row(row=visit, values={"title": {"en": "Three"}}, expected_version=2, by=bogor.head, at=clock())
    again = sent(client, change(visit), {"form-choice-title": "mine"}, shown=conflict)
    assert again.status_code == 409
    assert "Three" in again.content.decode()
    sent(client, change(visit), {"form-choice-title": "mine"}, shown=again)
    visit.refresh_from_db()
    assert visit.title == {"en": "Mine"}


def test_looking_at_a_form_and_saving_it_changes_nothing(bogor, visit):
    client = client_of(bogor.officer)
    answer = sent(client, change(visit), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.version, visit.date) == (1, "2021")
    assert Statement.objects.filter(subject_id=visit.pk, withdrawn_at__isnull=False).count() == 0


# --- sources ---------------------------------------------------------------------------------------------------------


def test_an_entry_is_its_offices_word_or_that_of_a_document_at_a_place(bogor, tie):
    client = client_of(bogor.officer)
    typed = LETTER | {"source": "002", "source-place-kind": "line", "source-place": "79", "source-term": "LoI"}
    assert sent(client, add(tie, "contact"), typed).status_code == 302
    (letter,) = Contact.objects.filter(partnership=tie)
    said = Statement.objects.get(subject_id=letter.pk, attribute="kind")
    assert (said.source.code, said.place_kind, said.place, said.term) == ("002", "line", "79", "LoI")
    wrong = sent(client, add(tie, "contact"), typed | {"source-place": "seventy"})
    assert "“seventy” is not the number of a page or line." in wrong.content.decode()
    assert fields_of(wrong)["source-place"] == ["seventy"]


def test_stating_otherwise_of_another_offices_entry_makes_a_dispute_and_changes_nothing(bogor, kisarazu, visit, clock):
    share(visit.partnership, kisarazu)
    client = client_of(kisarazu.officer)
    page = client.get(change(visit))
    assert "This is the entry of" in page.content.decode()
    answer = sent(client, change(visit), {"status": "done"}, shown=page, follow=True)
    assert "what differs now shows as a dispute" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.status == "planned"
    assert Dispute.objects.filter(subject_id=visit.pk, attribute="status").exists()
    assert fields_of(client.get(change(visit)))["status"] == ["done"]  # what the office itself said
    client = client_of(bogor.head)
    sources = client.get(reverse("statements-of-row", args=["kegiatan", visit.pk]))
    theirs = Statement.objects.get(subject_id=visit.pk, attribute="status", kept_by=kisarazu.office)
    accept = reverse("accept-statement", args=[theirs.pk])
    assert accept in sources.content.decode()
    assert "Say why in a few words" in sent(client, accept, {"why": ""}).content.decode()
    sent(client, accept, {"why": "They keep the list"})
    visit.refresh_from_db()
    assert visit.status == "done"


def test_what_a_source_says_is_noted_beside_what_stands_with_its_stance(bogor, visit):
    client = client_of(bogor.officer)
    address = reverse("note-statement", args=["kegiatan", visit.pk, "date"])
    typed = {"date": "2022", "stance": "denies", "source": "001", "source-place": "13", "about": "2023"}
    answer = sent(client, address, typed)
    assert answer.status_code == 302, answer.content.decode()
    said = Statement.objects.get(subject_id=visit.pk, attribute="date", source__code="001")
    assert (said.value, said.stance, said.about, said.place) == ("2022", "denies", "2023", "13")
    visit.refresh_from_db()
    assert visit.date == "2021"
    back = reverse("take-back-statement", args=[said.pk])
    sent(client, back, {"why": "Read the wrong line"})
    said.refresh_from_db()
    assert said.withdrawn_why == "Read the wrong line"


# --- taking back -----------------------------------------------------------------------------------------------------


def test_a_row_is_withdrawn_with_a_reason_restored_and_never_deleted(bogor, visit):
    client = client_of(bogor.head)
    address = reverse("withdraw-row", args=["kegiatan", visit.pk])
    assert "Say why in a few words" in sent(client, address).content.decode()
    done = sent(client, address, {"why": "Entered twice"}, follow=True).content.decode()
    assert "Withdrawn: " in done
    assert "Entered twice" in done
    visit.refresh_from_db()
    assert visit.withdrawn_why == "Entered twice"
    assert sent(client, reverse("restore-row", args=["kegiatan", visit.pk])).status_code == 302
    assert Activity.objects.get(pk=visit.pk).withdrawn_at is None


def test_what_others_refer_to_is_not_withdrawn_and_they_are_listed(bogor, tie, clock):
    values = {"kind": "mou", "date": "2020"}
    first = add_row(kind="instrument", parent=tie, values=values, by=bogor.officer, at=clock()).row
    later = {"kind": "renewal", "date": "2025", "predecessor": str(first.pk)}
    add_row(kind="instrument", parent=tie, values=later, by=bogor.officer, at=clock())
    client = client_of(bogor.head)
    refused = sent(client, reverse("withdraw-row", args=["naskah", first.pk]), {"why": "A mistake"})
    assert refused.status_code == 409
    assert "renewal, signed, 2025" in refused.content.decode()
    assert fields_of(refused)["why"] == ["A mistake"]


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_partnership_is_opened_with_a_city_of_the_world_that_was_not_known(bogor):
    client = client_of(bogor.officer)
    found = client.get(reverse("open-partnership"), {"cari-mitra": "Cuenca"}).content.decode()
    places = re.findall(r'href="(\?[^"]*place%3A\d+)"', found)
    new = re.findall(r'href="(\?[^"]*organisation%3Anew[^"]*)"', found)
    assert new
    address = reverse("open-partnership") + (places or new)[0].replace("&amp;", "&")
    page = client.get(address)
    assert fields_of(page)["name-en"] == ["Bogor–Cuenca"]
    typed = {"began": "about 2016", "name-en": "Bogor and Cuenca"}
    answer = sent(client, address, typed, shown=page)
    assert answer.status_code == 302, answer.content.decode()
    tie = Partnership.objects.get(name={"en": "Bogor and Cuenca"})
    assert (tie.began, tie.began_words, tie.kept_by, tie.stakes.count()) == ("2016~", "about 2016", bogor.office, 1)


def test_a_second_open_record_of_the_same_two_is_a_warning_with_a_link(bogor, tie):
    client = client_of(bogor.officer)
    address = reverse("open-partnership") + "?mitra=government:kisarazu"
    page = client.get(address)
    assert "These two have an open record already." in page.content.decode()
    assert reverse("partnership", args=[tie.slug]) in page.content.decode()
    answer = sent(client, address, shown=page, follow=True)
    assert "There is another open record of the same parties:" in answer.content.decode()
    assert Partnership.objects.filter(origin="live").count() == 2


def test_a_partner_is_not_oneself(bogor):
    client = client_of(bogor.officer)
    page = client.get(reverse("open-partnership") + "?mitra=government:bogor").content.decode()
    assert "The same party stands twice." in page


# --- complete since --------------------------------------------------------------------------------------------------


def test_an_office_states_from_when_on_its_record_is_complete_and_the_rules_read_it(bogor, tie, visit, clock):
    client = client_of(bogor.officer)
    address = reverse("complete-since", args=[tie.pk])
    assert sent(client, address, {"kind": "activities", "day": "November 2016"}).status_code == 422
    assert sent(client, address, {"kind": "activities", "day": "1 January 2031"}).status_code == 422
    assert sent(client, address, {"kind": "activities", "day": "1 Januari 2020"}).status_code == 302
    span = KeptSpan.objects.get(partnership=tie)
    assert (span.kind, span.from_day, span.to_day, span.office) == ("activities", date(2020, 1, 1), None, bogor.office)
    later = client.post(address, {"kind": "activities", "day": "2 May 2021"})
    assert "kept complete since 1 January 2020 already" in later.content.decode()
    client.post(address, {"kind": "activities", "day": "1 Januari 2019"})
    assert KeptSpan.objects.get(pk=span.pk).from_day == date(2019, 1, 1)
    event = Event.objects.get(action="kept.begin", undone_by=None, changes__before__isnull=False)
    told = client.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert "activities, complete from 1 January 2019 on" in told
    sent(client, reverse("undo", args=[event.pk]))
    assert KeptSpan.objects.get(pk=span.pk).from_day == date(2020, 1, 1)
    sent(client, reverse("undo", args=[Event.objects.filter(action="kept.begin").order_by("at").first().pk]))
    assert not KeptSpan.objects.filter(partnership=tie).exists()


def test_a_span_is_ended_by_its_own_office_alone(bogor, kisarazu, tie, clock):
    at = clock()
    span = keep_since(partnership=tie, kind="contacts", from_day=date(2020, 1, 1), by=bogor.officer, at=at)
    share(tie, kisarazu)
    with pytest.raises(NotAllowed):
        stop_keeping(span=span, to_day=date(2021, 1, 1), by=kisarazu.officer, at=clock())
    with pytest.raises(Refused):
        stop_keeping(span=span, to_day=date(2019, 1, 1), by=bogor.officer, at=clock())
    client = client_of(bogor.officer)
    address = reverse("complete-since", args=[tie.pk])
    assert sent(client, address, {"span": str(span.pk), "day": "1 Januari 2021"}).status_code == 302
    span.refresh_from_db()
    assert span.to_day == date(2021, 1, 1)


# --- history ---------------------------------------------------------------------------------------------------------


def test_an_action_is_undone_from_the_history_after_a_look_at_what_is_put_back(bogor, tie, visit, clock):
    client = client_of(bogor.head)
    change_row(row=visit, values={"status": "done"}, expected_version=1, by=bogor.officer, at=clock())
    event = Event.objects.get(record_id=tie.pk, action="row.change")
    history = client.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert reverse("undo", args=[event.pk]) in history
    page = client.get(reverse("undo", args=[event.pk]))
    assert '<del dir="auto">done</del> → <ins dir="auto">planned</ins>' in page.content.decode()
    sent(client, reverse("undo", args=[event.pk]), {"why": "Not yet"})
    visit.refresh_from_db()
    assert visit.status == "planned"
    again = client.get(reverse("undo", args=[event.pk])).content.decode()
    assert "Nothing is left to undo" in again


def test_undoing_is_refused_with_the_list_of_what_rests_on_it(bogor, tie, visit, clock):
    client = client_of(bogor.head)
    made = Event.objects.get(record_id=tie.pk, action="row.add")
    change_row(row=visit, values={"status": "done"}, expected_version=1, by=bogor.officer, at=clock())
    later = Event.objects.get(record_id=tie.pk, action="row.change")
    page = client.get(reverse("undo", args=[made.pk])).content.decode()
    assert "Later entries rest on it." in page
    assert reverse("undo", args=[later.pk]) in page
    refused = client.post(reverse("undo", args=[made.pk]))
    assert refused.status_code == 409
    assert reverse("undo", args=[later.pk]) in refused.content.decode()


def test_what_a_form_entered_along_is_undone_with_it(bogor, tie, clock):
    paper = add_row(kind="instrument", parent=tie, values={"kind": "mou"}, by=bogor.officer, at=clock()).row
    client = client_of(bogor.officer)
    sent(client, add(paper, "signature"), {"side": "a", "person": "Nama Baru Sekali"})
    (batch,) = set(Event.objects.filter(record_kind="person").values_list("batch", flat=True)) - {None}
    page = client.get(reverse("undo-batch", args=[batch])).content.decode()
    assert "Undo 2 actions that came in one go" in page
    assert sent(client, reverse("undo-batch", args=[batch])).status_code == 302
    assert Person.objects.get(name="Nama Baru Sekali").withdrawn_at is not None


def test_a_person_is_erased_from_history_too_and_the_fact_stays(bogor, tie, clock):
    person = add_row(kind="person", values={"name": "Sri Contoh"}, by=bogor.officer, at=clock()).row
    client = client_of(bogor.head)
    address = reverse("erase-person", args=[person.pk])
    assert "cannot be undone" in sent(client, address, {"why": "On request"}).content.decode()
    named = sent(client, address, {"why": "Sri Contoh asked", "understood": "on"}).content.decode()
    assert "The reason names the person" in named
    done = sent(client, address, {"why": "On request", "understood": "on"}, follow=True)
    assert "Erased." in done.content.decode()
    assert "Sri Contoh" not in done.content.decode()
    assert Event.objects.filter(action="person.erase", record_id=person.pk).exists()
    assert not Change.objects.filter(after__icontains="Sri Contoh").exists()


def test_the_history_of_a_government_tells_who_wrote_and_undoes(bogor, clock):
    client = client_of(bogor.officer)
    name = {"text": "Kota Hujan", "kind": "alias"}
    add_row(kind="name", parent=bogor.office.government, values=name, by=bogor.officer, at=clock())
    page = client.get(reverse("government-history", args=["bogor"])).content.decode()
    assert "Kota Hujan" in page
    assert reverse("undo", args=[Event.objects.get(record_kind="government").pk]) in page


def test_names_of_records_that_one_may_not_read_are_not_told(bogor, kisarazu, tie, clock):
    bandung = staffed("Kota Bandung", government="bandung")
    hidden = opened(bandung, parties=("bandung", "suwon"), at=clock(), name={"en": "Quiet talks"}).partnership
    keep_back(row=hidden, by=bandung.head, at=clock())
    client = client_of(bogor.officer)
    hint = client.get(reverse("whom", args=["partnership"]), {"name": "other", "other": "quiet"})
    assert "Quiet talks" not in hint.content.decode()
    for typed in ({"other": hidden.slug}, {"other": "x", "other-pick": hidden.slug, "other-was": "x"}):
        answer = sent(client, add(tie, "link"), {"kind": "precedent"} | typed)
        assert answer.status_code == 422
        assert "Quiet talks" not in answer.content.decode()
    own = client_of(bandung.officer)
    hint = own.get(reverse("whom", args=["partnership"]), {"name": "other", "other": "quiet"})
    assert "Quiet talks" in hint.content.decode()


def test_a_page_to_keep_asks_few_questions_of_the_database(bogor, tie, visit, django_assert_max_num_queries):
    client = client_of(bogor.officer)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("keep-record", args=["kerja-sama", tie.pk])).status_code == 200
    with django_assert_max_num_queries(20):
        assert client.get(change(visit)).status_code == 200
    with django_assert_max_num_queries(20):
        client.get(reverse("open-partnership") + "?mitra=government:kisarazu")

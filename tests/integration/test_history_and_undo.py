"""Can everything that was done be read, undone while nothing rests on it, and personal data be erased from it?"""

import json
import uuid

import pytest
from django.test import Client

from kembar.access.models import User
from kembar.access.permissions import NotAllowed
from kembar.audit.erasure import ERASED
from kembar.audit.models import Change, Event
from kembar.audit.queries import history
from kembar.evidence.models import Dispute, Source, Statement
from kembar.partnerships.actions.erasing import erase_person
from kembar.partnerships.actions.opening import rename_partnership
from kembar.partnerships.actions.refusals import Refused, StillNeeded
from kembar.partnerships.actions.rows import add_row, change_row, withdraw_row
from kembar.partnerships.actions.saying import accept, state
from kembar.partnerships.actions.undoing import undo, undo_batch
from kembar.partnerships.history import ADDED, CHANGED, STATED, entries
from kembar.partnerships.models import Partnership, Person, Signature
from tests.factories.offices import member, opened, share, staffed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
VISIT = {"kind": "visit", "status": "done", "title": {"id": "Kunjungan"}, "date": "2019"}


def visit(tie, keeper, clock, **more):
    return add_row(kind="activity", parent=tie, values=VISIT, by=keeper.officer, at=clock(), **more)


def fresh(row):
    row.refresh_from_db()
    return row


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_an_undone_entry_is_withdrawn_and_undoing_that_brings_it_back(tie, bogor, clock):
    made = visit(tie, bogor, clock)
    taken = undo(event=made.event, why="Salah ketik", by=bogor.officer, at=clock())
    assert (taken.action, taken.undoes, fresh(made.row).withdrawn_why) == ("event.undo", made.event, "Salah ketik")
    undo(event=taken, by=bogor.officer, at=clock())
    assert (fresh(made.row).withdrawn_at, made.row.version, made.row.date) == (None, 3, "2019")
    assert Statement.objects.filter(subject_id=made.row.pk, withdrawn_at=None).count() == len(VISIT)


def test_undoing_a_change_brings_back_the_value_its_words_and_its_source(tie, bogor, clock):
    row = visit(tie, bogor, clock).row
    letter = Source.objects.create(code="surat", kind="file", title="Surat")
    values = {"date": "2020", "title": None} | {"title": {"id": "Kunjungan wali kota"}}
    changed = change_row(row=row, values=values, source=letter, expected_version=1, by=bogor.officer, at=clock())
    undo(event=changed.event, by=bogor.head, at=clock())
    assert (fresh(row).date, row.title, row.version) == ("2019", {"id": "Kunjungan"}, 3)
    (said,) = Statement.objects.filter(subject_id=row.pk, attribute="date", withdrawn_at=None)
    assert said.source.office == bogor.office


def test_undoing_a_decision_lets_what_stood_before_stand_again_and_keeps_what_was_said(tie, bogor, clock):
    row = visit(tie, bogor, clock).row
    thesis = Source.objects.get(code="002")
    said = state(row=row, attribute="date", value="2016-11", source=thesis, by=bogor.officer, at=clock()).statements[0]
    decided = accept(statement=said, why="Lebih teliti", by=bogor.head, at=clock())
    undo(event=decided.event, by=bogor.head, at=clock())
    assert (fresh(row).date, Dispute.objects.filter(record_id=tie.pk).count()) == ("2019", 1)


def test_an_event_on_which_later_ones_rest_is_refused_with_their_list(tie, bogor, clock):
    made = visit(tie, bogor, clock)
    changed = change_row(row=made.row, values={"date": "2020"}, expected_version=1, by=bogor.officer, at=clock())
    part = add_row(kind="participant", parent=made.row, values={"text": {"id": "Guru"}}, by=bogor.officer, at=clock())
    with pytest.raises(StillNeeded) as needed:
        undo(event=made.event, by=bogor.officer, at=clock())
    assert changed.event in needed.value.events
    undo(event=changed.event, by=bogor.officer, at=clock())
    with pytest.raises(StillNeeded) as needed:
        undo(event=made.event, by=bogor.officer, at=clock())
    assert (needed.value.events, needed.value.rows) == ((part.event,), (("participant", part.row.pk),))
    undo(event=part.event, by=bogor.officer, at=clock())
    undo(event=made.event, by=bogor.officer, at=clock())
    assert fresh(made.row).withdrawn_at is not None


def test_changes_of_different_attributes_do_not_rest_on_each_other(tie, bogor, clock):
    row = visit(tie, bogor, clock).row
    first = change_row(row=row, values={"date": "2020"}, expected_version=1, by=bogor.officer, at=clock())
    change_row(row=row, values={"hosted_by": "a"}, expected_version=2, by=bogor.officer, at=clock())
    undo(event=first.event, by=bogor.officer, at=clock())
    assert (fresh(row).date, row.hosted_by) == ("2019", "a")


def test_what_another_office_says_of_a_row_keeps_its_entry_from_being_undone(tie, bogor, kisarazu, clock):
    share(tie, kisarazu)
    made = visit(tie, bogor, clock)
    said = change_row(row=made.row, values={"date": "2021"}, expected_version=1, by=kisarazu.officer, at=clock())
    with pytest.raises(StillNeeded) as needed:
        undo(event=made.event, by=bogor.head, at=clock())
    assert needed.value.events == (said.event,)
    with pytest.raises(NotAllowed):
        undo(event=said.event, by=bogor.head, at=clock())
    undo(event=said.event, by=kisarazu.officer, at=clock())
    undo(event=made.event, by=bogor.head, at=clock())


def test_the_same_event_is_not_undone_twice_and_by_nobody_without_the_right(tie, bogor, clock):
    made = visit(tie, bogor, clock)
    colleague = member(bogor.office, "colleague", "officer")
    with pytest.raises(NotAllowed) as denied:
        undo(event=made.event, by=colleague, at=clock())
    assert denied.value.denied.reason == "role"
    undo(event=made.event, by=bogor.head, at=clock())
    with pytest.raises(Refused) as refused:
        undo(event=made.event, by=bogor.head, at=clock())
    assert [fault.code for fault in refused.value.faults] == ["already_undone"]


def test_a_withdrawal_and_a_new_address_are_undone_too(tie, bogor, clock):
    row = visit(tie, bogor, clock).row
    gone = withdraw_row(row=row, why="Dobel", by=bogor.head, at=clock())
    undo(event=gone.event, by=bogor.head, at=clock())
    assert fresh(row).withdrawn_at is None
    renamed = rename_partnership(partnership=tie, slug="bogor-dan-kisarazu", by=bogor.head, at=clock())
    undo(event=renamed.event, by=bogor.head, at=clock())
    assert fresh(tie).slug == "bogor-kisarazu-kota"
    assert Partnership.objects.get(former_slugs__slug="bogor-dan-kisarazu") == tie


def test_a_whole_batch_is_undone_at_once_or_not_at_all(tie, bogor, clock):
    batch = uuid.uuid4()
    rows = [visit(tie, bogor, clock, batch=batch) for _number in range(3)]
    later = change_row(row=rows[1].row, values={"date": "2020"}, expected_version=1, by=bogor.officer, at=clock())
    with pytest.raises(StillNeeded) as needed:
        undo_batch(batch=batch, by=bogor.head, at=clock())
    assert needed.value.events == (later.event,)
    assert all(fresh(one.row).withdrawn_at is None for one in rows)
    undo(event=later.event, by=bogor.head, at=clock())
    undone = undo_batch(batch=batch, by=bogor.head, at=clock())
    assert {one.undoes_id for one in undone} == {one.event.pk for one in rows}
    assert all(fresh(one.row).withdrawn_at is not None for one in rows)
    undo_batch(batch=undone[0].batch, by=bogor.head, at=clock())
    assert all(fresh(one.row).withdrawn_at is None for one in rows)


def test_an_opened_partnership_is_undone_whole(bogor, clock):
    made = opened(bogor, parties=("bandung", "kisarazu"), at=clock())
    undo(event=made.event, by=bogor.head, at=clock())
    assert fresh(made.partnership).withdrawn_at is not None
    assert not Statement.objects.filter(record_id=made.partnership.pk, withdrawn_at=None).exists()


# --- reading ---------------------------------------------------------------------------------------------------------


def test_history_tells_who_did_what_when_and_why_with_before_and_after(tie, bogor, clock):
    row = visit(tie, bogor, clock).row
    change_row(row=row, values={"date": "2020"}, why="Kalender salah", expected_version=1, by=bogor.head, at=clock())
    thesis = Source.objects.get(code="002")
    state(row=row, attribute="date", value="2016", source=thesis, by=bogor.officer, at=clock())
    told = entries(history("partnership", tie.pk))
    assert [one.action for one in told] == ["statement.state", "row.change", "row.add", "partnership.open"]
    said, changed, added, first = told
    assert (changed.by, changed.office, changed.why) == (
        bogor.head.label,
        "Bagian Kerja Sama Kota Bogor",
        "Kalender salah",
    )
    (line,) = changed.lines
    assert (line.what, line.attribute, line.before, line.after) == (CHANGED, "date", "2019", "2020")
    assert [(one.what, one.values) for one in added.lines] == [(ADDED, VISIT)]
    assert [(one.what, one.after, one.source) for one in said.lines] == [(STATED, "2016", "002")]
    assert [one.kind for one in first.lines] == ["partnership", "party", "party"]


def test_the_history_of_a_case_is_public_and_says_who_loaded_it():
    page = Client().get("/kerja-sama/bogor-kisarazu/riwayat/")
    assert page.status_code == 200
    assert "kembar: tests" in page.content.decode()
    assert "/kerja-sama/bogor-kisarazu/riwayat/" in Client().get("/kerja-sama/bogor-kisarazu/").content.decode()
    assert Client().post("/kerja-sama/bogor-kisarazu/riwayat/").status_code == 405
    assert Client().get("/kerja-sama/atlantis/riwayat/").status_code == 404


def test_the_history_of_a_live_record_is_for_its_offices_alone(tie, bogor, kisarazu, clock):
    row = visit(tie, bogor, clock).row
    change_row(row=row, values={"date": "2020"}, why="<script>", expected_version=1, by=bogor.head, at=clock())
    researcher = member(bogor.office, "researcher", "researcher")
    ministry = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    overseer = member(ministry.office, "overseer", "ministry")
    address = f"/kerja-sama/{tie.slug}/riwayat/"

    def asks(actor):
        client = Client()
        if actor is not None:
            client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
        return client.get(address)

    answers = {
        "nobody": None,
        "officer": bogor.officer,
        "head elsewhere": kisarazu.head,
        "researcher": researcher,
        "overseer": overseer,
    }
    codes = {name: asks(actor).status_code for name, actor in answers.items()}
    assert codes == {"nobody": 302, "officer": 200, "head elsewhere": 404, "researcher": 403, "overseer": 403}
    page = asks(bogor.officer).content.decode()
    assert "Bagian Kerja Sama Kota Bogor" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.split("<main")[1].split("</main")[0]


# --- erasing ---------------------------------------------------------------------------------------------------------


def test_an_erased_person_is_gone_from_register_and_history_and_the_fact_stays(tie, bogor, clock):
    name = "Raden Ayu Kartinié"
    person = add_row(kind="person", values={"name": name}, by=bogor.officer, at=clock()).row
    add_row(kind="name", parent=person, values={"text": "R.A. Kartinié"}, by=bogor.officer, at=clock())
    paper = add_row(kind="instrument", parent=tie, values={"kind": "mou"}, by=bogor.officer, at=clock()).row
    values = {"side": "a", "person": person.slug, "office": {"id": "Wali Kota"}}
    signed = add_row(kind="signature", parent=paper, values=values, by=bogor.officer, at=clock()).row
    told = {**VISIT, "title": {"id": f"Kunjungan {name}"}}
    visited = add_row(kind="activity", parent=tie, values=told, why=f"Menurut {name}", by=bogor.officer, at=clock()).row
    change_row(row=person, values={"name": f"{name} binti"}, expected_version=1, by=bogor.officer, at=clock())
    assert "kartini" in fresh(tie).search_text
    events = Event.objects.count()

    erased = erase_person(person=Person.objects.get(pk=person.pk), why="Atas permintaan", by=bogor.head, at=clock())

    kept = json.dumps(
        [
            *Change.objects.values_list("before", "after"),
            *Event.objects.values_list("why", "by"),
            *Statement.objects.values_list("value", "term", "credited"),
            *Person.objects.values_list("name", "slug"),
            fresh(visited).title,
            fresh(tie).search_text,
        ],
        ensure_ascii=False,
    )
    found = kept.casefold().find("kartini")
    assert found == -1, kept[max(0, found - 100) : found + 50]
    assert (Event.objects.count(), erased.action, erased.why) == (events + 1, "person.erase", "Atas permintaan")
    assert (Signature.objects.get(pk=signed.pk).person_id, visited.title) == (person.pk, {"id": f"Kunjungan {ERASED}"})
    made = Event.objects.get(action="row.add", record_id=person.pk, changes__subject_kind="person")
    for event, code in ((made, "erased"), (erased, "cannot_be_undone")):
        with pytest.raises(Refused) as refused:
            undo(event=event, by=bogor.head, at=clock())
        assert [fault.code for fault in refused.value.faults] == [code]


def test_a_person_of_the_casebook_stands_in_its_files_and_is_not_erased_here(bogor, clock):
    with pytest.raises(NotAllowed) as denied:
        erase_person(person=Person.objects.get(slug="watanabe"), why="Atas permintaan", by=bogor.head, at=clock())
    assert denied.value.denied.reason == "casebook"


def test_the_reason_of_an_erasure_does_not_name_the_person_again(bogor, clock):
    person = add_row(kind="person", values={"name": "Sri Uji"}, by=bogor.officer, at=clock()).row
    with pytest.raises(Refused) as refused:
        erase_person(person=person, why="sri uji meminta", by=bogor.head, at=clock())
    assert [fault.code for fault in refused.value.faults] == ["reason_names_the_person"]

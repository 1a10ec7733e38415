"""Is what is public chosen by who decides, kept in history, and undone like anything else?"""

from datetime import date

import pytest
from django.urls import reverse

from kembar.access.permissions import ANYBODY, EVERYTHING, NotAllowed
from kembar.audit.models import Event
from kembar.evidence.queries import dispute_count, disputes
from kembar.pages.setup import derive_what_is_missing
from kembar.partnerships.actions.publishing import choose_public, keep_back, publish
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.rows import add_row, change_row, withdraw_row
from kembar.partnerships.actions.saying import state
from kembar.partnerships.actions.undoing import undo, undo_batch
from kembar.partnerships.models import Activity, Partnership, StateSpan
from kembar.partnerships.queries.record import find, record_of
from tests.factories.offices import share, staffed
from tests.factories.world import VISIT, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


@pytest.fixture
def world():
    return make_world()


def read_by_everybody(world):
    return [one.row.title["id"] for one in record_of(world.tie, world.today, who=ANYBODY).activities]


def test_a_published_activity_is_read_by_everybody_until_it_is_kept_back_or_undone(world, clock):
    row, head = world.rows["activity"], world.actors["head"]
    assert read_by_everybody(world) == []
    event = publish(row=row, why="Untuk warga", by=head, at=clock())
    assert (read_by_everybody(world), event.why) == (["Kunjungan"], "Untuk warga")
    change = event.changes.get()
    assert (change.attribute, change.before, change.after) == ("is_published", False, True)
    taken = undo(event=event, by=head, at=clock())
    assert read_by_everybody(world) == []
    undo(event=taken, by=head, at=clock())
    assert read_by_everybody(world) == ["Kunjungan"]
    keep_back(row=row, by=head, at=clock())
    assert read_by_everybody(world) == []
    assert keep_back(row=row, by=head, at=clock()) is None


def test_the_state_of_a_field_is_told_to_the_public_by_what_is_published(world, clock):
    def states(**part):
        rows = StateSpan.objects.filter(partnership=world.tie, kind="field", field="education", **part)
        return set(rows.values_list("state", flat=True))

    assert (states(of_public=True), "delivered" in states(of_whole=True)) == (set(), True)
    publish(row=world.rows["activity"], by=world.actors["head"], at=clock())
    assert "delivered" in states(of_public=True)


def test_what_is_not_done_any_more_is_not_public_either(world, clock):
    row, head = world.rows["activity"], world.actors["head"]
    publish(row=row, by=head, at=clock())
    row.refresh_from_db()
    change_row(row=row, values={"status": "stopped"}, expected_version=row.version, by=head, at=clock())
    assert read_by_everybody(world) == []


def test_only_who_decides_in_the_office_whose_entry_it_is_may_choose(world, clock):
    row, partner = world.rows["activity"], staffed("Partner", government="daejeon")
    for by in (world.actors["officer"], world.actors["stranger"], partner.head):
        with pytest.raises(NotAllowed):
            publish(row=row, by=by, at=clock())
    share(world.tie, partner)
    for of_another in (row, world.tie):
        with pytest.raises(Refused) as refused:
            keep_back(row=of_another, by=partner.head, at=clock())
        assert [fault.code for fault in refused.value.faults] == ["kept_by_another"]


@pytest.mark.parametrize("status", [code for code, _label in Activity.STATUSES if code != "done"])
def test_what_has_not_been_done_is_not_published(world, clock, status):
    values = {**VISIT, "status": status}
    row = add_row(kind="activity", parent=world.tie, values=values, by=world.actors["officer"], at=clock()).row
    with pytest.raises(Refused) as refused:
        publish(row=row, by=world.actors["head"], at=clock())
    assert [fault.code for fault in refused.value.faults] == ["not_done"]
    assert not Activity.objects.get(pk=row.pk).is_published


def test_a_withdrawn_activity_is_not_published(world, clock):
    row, head = world.rows["activity"], world.actors["head"]
    withdraw_row(row=row, why="Keliru", by=head, at=clock())
    with pytest.raises(Refused):
        publish(row=row, by=head, at=clock())


def test_a_choice_of_several_is_one_batch_undone_together(world, clock):
    head, other = world.actors["head"], {**VISIT, "title": {"id": "Pameran"}}
    second = add_row(kind="activity", parent=world.tie, values=other, by=world.actors["officer"], at=clock()).row
    publish(row=second, by=head, at=clock())
    wanted = {world.rows["activity"].pk: True, second.pk: False}
    made = choose_public(partnership=world.tie, is_published=False, activities=wanted, by=head, at=clock())
    assert [(one.action, one.changes.count()) for one in made] == [("row.publish", 1), ("row.keep_back", 2)]
    assert find(world.tie.slug, who=ANYBODY) == (None, "")
    undo_batch(batch=made[0].batch, by=head, at=clock())
    assert find(world.tie.slug, who=ANYBODY)[0] == world.tie
    assert read_by_everybody(world) == ["Pameran"]


# --- the form --------------------------------------------------------------------------------------------------------


def chosen(world, **sent):
    address = reverse("publishing", args=[world.tie.slug])
    return world.client("head").post(address, sent)


def test_the_form_publishes_what_is_ticked_and_tells_how_to_undo_it(world):
    row = world.rows["activity"]
    answer = chosen(world, catatan="umum", kegiatan=str(row.pk), tampil=f"{row.pk}:0")
    event = Event.objects.filter(action="row.publish").get()
    assert answer["Location"] == reverse("partnership", args=[world.tie.slug])
    page = world.client("head")
    page.cookies = answer.cookies
    assert read_by_everybody(world) == ["Kunjungan"]
    assert event.office_id == world.office.pk


def test_the_form_changes_nothing_that_it_did_not_show(world, clock):
    """Published by somebody else since the form was opened, and not ticked in it: it stays."""
    publish(row=world.rows["activity"], by=world.actors["head"], at=clock())
    chosen(world, catatan="umum", tampil=f"{world.rows['activity'].pk}:0")
    assert read_by_everybody(world) == ["Kunjungan"]


def test_the_form_keeps_a_whole_record_for_the_offices_and_shows_it_so(world):
    chosen(world, catatan="kantor")
    address = reverse("partnership", args=[world.tie.slug])
    assert world.client("anonymous").get(address).status_code == 404
    shown = world.client("head").get(address, headers={"accept-language": "en"}).content.decode()
    assert "For the offices alone" in shown
    listed = world.client("anonymous").get(reverse("partnerships")).content.decode()
    assert address not in listed


def test_all_that_was_done_is_published_with_one_button_and_nothing_else(world, clock):
    values = {**VISIT, "status": "planned", "title": {"id": "Rencana"}}
    add_row(kind="activity", parent=world.tie, values=values, by=world.actors["officer"], at=clock())
    chosen(world, semua="1", tampil=f"{world.rows['activity'].pk}:0")
    assert read_by_everybody(world) == ["Kunjungan"]


def test_its_office_sees_the_record_as_everybody_does(world):
    address = reverse("partnership", args=[world.tie.slug])
    whole, public = (world.client("head").get(address + more).content.decode() for more in ("", "?lihat=umum"))
    assert ("Surat tidak dijawab" in whole, "Surat tidak dijawab" in public) == (True, False)


def test_what_a_migration_could_not_derive_is_derived_at_the_next_start(world):
    Partnership.objects.filter(pk=world.tie.pk).update(search_public="")
    StateSpan.objects.filter(partnership=world.tie).update(of_public=False)
    derive_what_is_missing()
    assert StateSpan.objects.filter(partnership=world.tie, of_public=True, kind="formal").exists()
    assert "daejeon" in Partnership.objects.get(pk=world.tie.pk).search_public


# --- totals ----------------------------------------------------------------------------------------------------------


def counted(world, person, query=""):
    """The first figure of the first page, and whether the switch between casebook and offices is there."""
    context = world.client(person).get(reverse("home") + query).context
    return context["tallies"][0]["figure"], [one["count"] for one in context["origins"]]


def test_the_first_page_counts_what_its_reader_may_read_and_tells_cases_from_what_offices_keep(world, clock):
    cases = Partnership.objects.filter(origin="casebook").count()
    assert counted(world, "anonymous") == (cases + 2, [cases + 2, cases, 2])
    keep_back(row=world.tie, by=world.actors["head"], at=clock())
    assert counted(world, "anonymous") == (cases + 1, [cases + 1, cases, 1])
    assert counted(world, "head", "?origin=live")[0] == 2
    assert counted(world, "anonymous", "?origin=live")[0] == 1
    assert counted(world, "anonymous", "?origin=casebook")[0] == cases
    assert counted(world, "anonymous", "?origin=nonsense")[0] == cases + 1


def test_the_switch_is_not_there_while_nobody_keeps_a_record(client, casebook):
    page = client.get(reverse("home"))
    assert page.context["origins"] == []
    assert page.context["tallies"][0]["figure"] == Partnership.objects.count()


def test_disputes_are_counted_as_they_are_listed(world, clock):
    partner = staffed("Partner", government="daejeon")
    share(world.tie, partner)
    state(row=world.tie, attribute="form", value="friendship_city", by=partner.officer, at=clock())
    for who in (ANYBODY, EVERYTHING):
        for day in (world.today, date(2010, 1, 1)):
            assert dispute_count(day, who=who) == len(disputes(day, who=who))
    assert dispute_count(world.today, who=EVERYTHING, origin="live") == 1
    assert dispute_count(world.today, who=ANYBODY, origin="live") == 0

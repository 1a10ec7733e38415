"""Keeping the record: forms, withdrawing, sources, undoing."""

from kembar.audit.models import Event
from kembar.evidence.models import Statement
from kembar.partnerships.models import Government, Person
from tests.integration.addresses import HEADS, KEEPERS, Entry, only

WRITERS = only("officer", "head", "stranger")
"""Whoever writes for an office: what offices share belongs to no one partnership."""

THEIRS = {"anonymous": 302, "stranger": 403, "ministry": 403, "administrator": 403}
"""Of the other office there is an officer here, who does not decide; and a ministry that reads its record."""


DECIDERS = only("head")
READERS = only("officer", "head", "stranger", "administrator")
"""The members of offices, and whoever administers the instance: it names who wrote."""


def again(people):
    return {person: 422 if status == 200 else status for person, status in people.items()}


def _row(kind):
    return lambda world: (ADDRESS[kind], world.rows[kind].pk)


def _person():
    return Person.objects.order_by("slug").first().pk


def _statement(world):
    return Statement.objects.filter(subject_id=world.rows["activity"].pk, attribute="title").get().pk


def _event(world):
    return Event.objects.filter(record_id=world.tie.pk, action="row.add").order_by("at").last().pk


ADDRESS = {"instrument": "naskah", "activity": "kegiatan", "contact": "komunikasi", "obstacle": "hambatan"}
BOGOR = ("pemerintah", lambda: Government.objects.get(slug="bogor").pk)

TABLE = {
    "open-partnership": Entry(people=WRITERS, post=WRITERS),
    "publishing": Entry(
        lambda world: world.tie.slug,
        HEADS,
        post={person: 302 if code == 200 else code for person, code in HEADS.items()},
    ),
    "publishing of another office": Entry(
        lambda world: world.other_tie.slug, dict.fromkeys(HEADS, 404) | THEIRS, post=dict.fromkeys(HEADS, 404) | THEIRS
    ),
    "new-record": Entry("pemerintah", WRITERS, post=again(WRITERS)),
    "shared-records": Entry("orang", WRITERS),
    "erase-person": Entry(lambda world: _person(), DECIDERS, post=again(DECIDERS)),
    "government-history": Entry("bogor", READERS),
    "organisation-history": Entry("mtdc", READERS),
    "keep-record": Entry(lambda world: ("kerja-sama", world.tie.pk), KEEPERS),
    "keep-record shared": Entry(lambda world: ("pemerintah", BOGOR[1]()), WRITERS),
    "new-row": Entry(lambda world: ("kerja-sama", world.tie.pk, "komunikasi"), KEEPERS, post=again(KEEPERS)),
    "complete-since": Entry(lambda world: world.tie.pk, KEEPERS, post=again(KEEPERS)),
    "change-row": Entry(_row("activity"), KEEPERS, post=again(KEEPERS), data={"title-id": ""}),
    "withdraw-row": Entry(_row("activity"), HEADS, post=again(HEADS)),
    "restore-row": Entry(_row("activity"), HEADS, post=again(HEADS)),
    "statements-of-row": Entry(_row("activity"), KEEPERS),
    "note-statement": Entry(
        lambda world: ("kegiatan", world.rows["activity"].pk, "title"), KEEPERS, post=again(KEEPERS)
    ),
    "accept-statement": Entry(_statement, HEADS, post=again(HEADS)),
    "take-back-statement": Entry(_statement, KEEPERS, post=again(KEEPERS)),
    "undo": Entry(_event, KEEPERS, post={person: 302 if code == 200 else code for person, code in KEEPERS.items()}),
    "undo-batch": Entry(
        lambda world: "00000000-0000-4000-8000-000000000000",
        dict.fromkeys(KEEPERS, 404) | {"anonymous": 302},
        post=dict.fromkeys(KEEPERS, 404) | {"anonymous": 302},
    ),
    "date-understood": Entry(people=dict.fromkeys(KEEPERS, 200) | {"anonymous": 302}),
    "whom": Entry("government", WRITERS),
}

"""A small world beside the casebook: one of every kind of person, and live records that two offices keep.

"Kota Bogor" keeps a live record of Bogor and Daejeon; it is what the office's ``officer`` and ``head`` work on, and it
lies in the scope of the ``ministry``. "Kota Bandung" keeps one of Bandung and Suwon; its officer is a stranger to
Bogor's record. The other ministry oversees neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from kembar.access.actors import Actor
from kembar.access.models import Office, User
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.models import Partnership
from tests.factories.offices import Clock, Staffed, member, opened, staffed, user

AT = datetime(2026, 11, 22, tzinfo=UTC)
PEOPLE = (
    "anonymous",
    "researcher",
    "stranger",
    "officer",
    "head",
    "ministry",
    "ministry_elsewhere",
    "administrator",
)
"""The kinds of persons; ``stranger`` is an officer of another office."""
MOU = {"kind": "mou", "date": "2020-03", "signed_by_governments": "yes", "term": "fixed", "term_months": 60}
VISIT = {"kind": "visit", "status": "done", "title": {"id": "Kunjungan"}, "date": "2021-05", "field": "education"}
LETTER = {"kind": "letter", "date": "2021-02-03", "subject": {"id": "Surat undangan"}, "from_side": "a", "to_side": "b"}
OBSTACLE = {"text": {"id": "Surat tidak dijawab"}, "factor": "communication"}


@dataclass
class World:
    """Offices, their live records, and users by kind of person (None for who is not signed in).

    ``tie`` is kept by ``office``, ``other_tie`` by ``other_office``; ``rows`` and ``other_rows`` hold one row of each
    kind in them: instrument, activity, contact, obstacle.
    """

    office: Office
    tie: Partnership
    rows: dict[str, Any]
    other_office: Office
    other_tie: Partnership
    other_rows: dict[str, Any]
    users: dict[str, User | None]
    actors: dict[str, Actor]
    """``officer`` and ``head`` of ``office``, ``stranger`` of ``other_office``, to call actions by."""

    @property
    def today(self) -> date:
        """A day on which the stakes of the offices hold."""
        return timezone.localdate()

    def client(self, person: str) -> Client:
        """A new client, signed in as that kind of person."""
        client = Client()
        found = self.users[person]
        if found is not None:
            client.force_login(found)
        return client


def make_world() -> World:
    """The world, made through the product's own actions."""
    clock = Clock()
    bogor, bandung = staffed("Kota Bogor", government="bogor"), staffed("Kota Bandung", government="bandung")
    overseer, elsewhere = _ministry("Kementerian", "ID"), _ministry("Ministry elsewhere", "CA")
    researchers = staffed("Universitas", kind="research").office
    tie, rows = _record(bogor, ("bogor", "daejeon"), clock)
    other_tie, other_rows = _record(bandung, ("bandung", "suwon"), clock)
    users = {
        "anonymous": None,
        "researcher": _user(member(researchers, "researcher", "researcher")),
        "stranger": _user(bandung.officer),
        "officer": _user(bogor.officer),
        "head": _user(bogor.head),
        "ministry": _user(overseer),
        "ministry_elsewhere": _user(elsewhere),
        "administrator": user("administrator", is_superuser=True),
    }
    actors = {"officer": bogor.officer, "head": bogor.head, "stranger": bandung.officer}
    return World(bogor.office, tie, rows, bandung.office, other_tie, other_rows, users, actors)


def _record(keeper: Staffed, parties: tuple[str, ...], clock: Clock) -> tuple[Partnership, dict[str, Any]]:
    tie = opened(keeper, parties=parties, at=clock()).partnership
    given = {"instrument": MOU, "activity": VISIT, "contact": LETTER, "obstacle": OBSTACLE}
    rows = {
        kind: add_row(kind=kind, parent=tie, values=values, by=keeper.officer, at=clock()).row
        for kind, values in given.items()
    }
    return tie, rows


def _ministry(name: str, country: str) -> Any:
    office = staffed(name, kind="ministry", scope_countries=[country]).office
    return member(office, f"overseer of {country}", "ministry")


def _user(actor: Any) -> User:
    return User.objects.get(pk=actor.user_id)

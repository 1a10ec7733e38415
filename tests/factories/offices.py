"""Offices with people in them, and a live partnership that they keep, made through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kembar.access.actions import add_member, create_office, grant_stake
from kembar.access.actors import Actor
from kembar.access.models import Office, User
from kembar.access.queries import actor_of
from kembar.partnerships.actions.opening import Opened, open_partnership
from kembar.partnerships.models import Government

START = datetime(2026, 1, 5, 3, tzinfo=UTC)
PRODUCT = Actor.product("tests")


class Clock:
    """Each reading is a minute later."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class Staffed:
    """An office, its head and an officer, as actors."""

    office: Office
    head: Actor
    officer: Actor


def user(name: str, **more: Any) -> User:
    return User.objects.create_user(username=name, password="not secret at all", **more)


def staffed(name: str, *, government: str = "", kind: str = "city", **more: Any) -> Staffed:
    """An office with a head and an officer called after it."""
    slug = name.lower().replace(" ", "-")
    head, officer = user(f"{slug}-head"), user(f"{slug}-officer")
    acts_for = Government.objects.get(slug=government) if government else None
    office = create_office(name=name, kind=kind, government=acts_for, head=head, by=PRODUCT, at=START, **more)
    add_member(office=office, user=officer, role="officer", by=PRODUCT, at=START)
    return Staffed(office, actor_of(head, office), actor_of(officer, office))


def member(office: Office, name: str, role: str) -> Actor:
    one = user(name)
    add_member(office=office, user=one, role=role, by=PRODUCT, at=START)
    return actor_of(one, office)


def opened(
    keeper: Staffed, *, parties: tuple[str, ...] = ("bogor", "kisarazu"), at: datetime = START, **more: Any
) -> Opened:
    """A live sister city of two governments of the casebook, kept by an office."""
    given = [{"government": slug} for slug in parties]
    return open_partnership(**({"form": "sister_city", "parties": given} | more), by=keeper.officer, at=at)


def share(tie: Any, other: Staffed, *, may_edit: bool = True, side: str = "b") -> None:
    """Another office with a stake in the same partnership."""
    grant_stake(
        office=other.office,
        partnership_id=tie.pk,
        from_day=START.date(),
        side=side,
        may_edit=may_edit,
        by=PRODUCT,
        at=START,
    )

"""Offices, their members and invitations, and the desk. To strangers an office is not there."""

from kembar.access.actions import invite
from kembar.access.actors import Actor
from tests.factories.world import AT
from tests.integration.addresses import ADMINISTRATOR, MEMBERS, NOBODY, SIGNED_IN, STRANGERS, Entry

LEADERS = MEMBERS | {"officer": 403}
LED_BACK = LEADERS | {"head": 302, "administrator": 302}
NOT_THERE = LEADERS | {"head": 404, "administrator": 404}
"""A thing of another office, asked for under one's own office's address."""


def invitation(office):
    return invite(office=office, role="officer", by=Actor.product("tests"), at=AT).invitation.pk


TABLE = {
    "desk": Entry(people=SIGNED_IN),
    "offices": Entry(people=SIGNED_IN),
    "office-new": Entry(people=ADMINISTRATOR, post=ADMINISTRATOR),
    "office": Entry(lambda world: world.office.slug, MEMBERS),
    "office of others": Entry(lambda world: world.other_office.slug, STRANGERS),
    "office-edit": Entry(lambda world: world.office.slug, LEADERS, post=LEADERS),
    "office-invite": Entry(lambda world: world.office.slug, NOBODY, post=LEADERS, data={"role": "officer"}),
    "invitation-renew": Entry(lambda world: (world.office.slug, invitation(world.office)), NOBODY, post=LEADERS),
    "invitation-renew of others": Entry(
        lambda world: (world.office.slug, invitation(world.other_office)), NOBODY, post=NOT_THERE
    ),
    "invitation-withdraw": Entry(lambda world: (world.office.slug, invitation(world.office)), NOBODY, post=LED_BACK),
    "invitation-withdraw of others": Entry(
        lambda world: (world.office.slug, invitation(world.other_office)), NOBODY, post=NOT_THERE
    ),
    "member-role": Entry(
        lambda world: (world.office.slug, world.users["officer"].pk), NOBODY, post=LED_BACK, data={"role": "head"}
    ),
    "member-role of others": Entry(
        lambda world: (world.office.slug, world.users["stranger"].pk), NOBODY, post=NOT_THERE, data={"role": "head"}
    ),
    "member-end": Entry(  # of the officer, who may leave without asking anybody
        lambda world: (world.office.slug, world.users["officer"].pk), MEMBERS, post=LED_BACK | {"officer": 302}
    ),
    "member-end of others": Entry(
        lambda world: (world.office.slug, world.users["stranger"].pk), NOT_THERE, post=NOT_THERE
    ),
}

"""Offices, their members and invitations, and the desk. To strangers an office is not there."""

from kembar.access.actions import create_office, grant_stake, invite
from kembar.access.actors import Actor
from kembar.access.models import Stake
from tests.factories.world import AT
from tests.integration.addresses import ADMINISTRATOR, MEMBERS, NOBODY, SIGNED_IN, STRANGERS, Entry, only

LEADERS = MEMBERS | {"officer": 403}
LED_BACK = LEADERS | {"head": 302, "administrator": 302}
NOT_THERE = LEADERS | {"head": 404, "administrator": 404}
"""A thing of another office, asked for under one's own office's address."""
DECIDERS = LEADERS | {"ministry": 403}
WRITERS = only("officer", "head")
"""Those of an office whose government is a party to the case; the case itself is for everybody."""
TESTS = Actor.product("tests")


def invitation(office):
    return invite(office=office, role="officer", by=TESTS, at=AT).invitation.pk


def third_stake(tie):
    """A part of an office of which nobody here is a member."""
    third = create_office(name="Kota ketiga", by=TESTS, at=AT)
    return grant_stake(office=third, partnership_id=tie.pk, from_day=AT.date(), by=TESTS, at=AT).pk


TABLE = {
    "desk": Entry(people=SIGNED_IN),
    "our-cases": Entry(people=SIGNED_IN),
    "case-adopt": Entry("bogor-kisarazu", WRITERS, post=WRITERS | {"officer": 302, "head": 302}),
    "case-adopt of others": Entry("bandung-seoul", only("stranger"), post=only(stranger=302)),
    "case-link": Entry("bogor-kisarazu", WRITERS, post=WRITERS),
    "stakes": Entry(lambda world: world.tie.slug, MEMBERS | {"ministry": 403}),
    "stakes of others": Entry(lambda world: world.other_tie.slug, STRANGERS | {"ministry": 403}),
    "stake-grant": Entry(
        lambda world: world.tie.slug,
        NOBODY,
        post=DECIDERS | {"head": 302, "administrator": 302},
        data=lambda world: {"office": world.other_office.pk, "access": "read"},
    ),
    "stake-end": Entry(
        lambda world: (world.tie.slug, third_stake(world.tie)),
        DECIDERS,
        post=DECIDERS | {"head": 302, "administrator": 302},
    ),
    "stake-end of others": Entry(
        lambda world: (world.tie.slug, Stake.objects.get(partnership=world.other_tie).pk),
        NOT_THERE | {"ministry": 403},
        post=NOT_THERE | {"ministry": 403},
    ),
    "hand-over": Entry(lambda world: world.tie.slug, DECIDERS, post=DECIDERS),
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

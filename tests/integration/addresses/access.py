"""Signing in and out, one's own account, invitations."""

from tests.factories.world import PEOPLE
from tests.integration.addresses import NOBODY, SIGNED_IN, Entry

LED_ON = dict.fromkeys(PEOPLE, 302)
NOT_THERE = dict.fromkeys(PEOPLE, 404)

TABLE = {
    "sign-in": Entry(people=LED_ON | {"anonymous": 200}, post=LED_ON | {"anonymous": 200}),
    "one-time-link": Entry(  # a button; only the button, with its token, signs in
        post=dict.fromkeys(PEOPLE, 403), data={"token": "made up"}
    ),
    "sign-out": Entry(people=NOBODY, post=LED_ON),
    "account": Entry(people=SIGNED_IN, post=SIGNED_IN),  # an empty form comes back
    "password": Entry(people=SIGNED_IN, post=SIGNED_IN),
    "end-sessions": Entry(people=NOBODY, post=LED_ON),
    "choose-office": Entry(people=NOBODY, post=LED_ON),
    "invitation": Entry("made-up", people=NOT_THERE, post=NOT_THERE),  # the link itself is the right
}

"""Signing in and out."""

from tests.factories.world import PEOPLE
from tests.integration.addresses import NOBODY, Entry

LED_ON = dict.fromkeys(PEOPLE, 302)

TABLE = {
    "sign-in": Entry(people=LED_ON | {"anonymous": 200}, post=LED_ON | {"anonymous": 200}),
    "one-time-link": Entry(  # a button; only the button, with its token, signs in
        post=dict.fromkeys(PEOPLE, 403), data={"token": "made up"}
    ),
    "sign-out": Entry(people=NOBODY, post=LED_ON),
}

"""The look itself, and the choice of a language."""

from tests.factories.world import PEOPLE
from tests.integration.addresses import Entry

LED_BACK = dict.fromkeys(PEOPLE, 302)

TABLE = {"gallery": Entry(), "set_language": Entry(people=LED_BACK, post=LED_BACK, data={"language": "id"})}

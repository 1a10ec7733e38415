"""The table of addresses: every address of the product, and what each kind of person gets there.

**Adding an address.** Write a line in the module of its subject here (``tests/integration/addresses/<subject>.py``; a
new module is found by itself). A module has one ``TABLE``, from the address's name to an ``Entry``::

    TABLE = {
        "factors": Entry(),                                          # anybody may read it
        "document": Entry("004"),                                    # with the arguments of an example
        "desk": Entry(people=SIGNED_IN),
        "activity-edit": Entry(lambda world: (world.tie.slug, world.rows["activity"].pk), KEEPERS, post=KEEPERS),
        "activity-withdraw": Entry(..., people=NOBODY, post=HEADS),  # a button: takes POST alone
        "partnership of another office": Entry(lambda world: (world.other_tie.slug,), STRANGERS),
    }

* The key is the name of the address; what follows a space tells examples of one address apart.
* ``arguments``: those of ``reverse``, or a function of the ``World`` (``tests/factories/world.py``: offices, a live
  record with a row of each kind, users) that returns them.
* ``people``: the status that a GET gives each kind of person. The words for the usual ones are below; change one with
  ``MEMBERS | {"ministry": 403}``, or say who may with ``only("officer", head=403)``.
* ``post``: the status that a POST with ``data`` gives each; without it a POST must answer 405. Nothing it writes stays.
* ``query``: what follows the question mark.

``test_addresses.py`` fails for an address that is in no table, for a name that the product does not have, and for one
that two modules list. ``test_who_sees_what.py`` opens every entry and looks for what its reader may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.urls import reverse

from tests.factories.world import PEOPLE, World

Statuses = Mapping[str, int]


def only(*who: str, others: int = 403, **statuses: int) -> dict[str, int]:
    """Those named get the page, who is not signed in is led to signing in, the rest get ``others``."""
    unknown = {*who, *statuses} - set(PEOPLE)
    assert not unknown, f"no such person: {unknown}"
    return dict.fromkeys(PEOPLE, others) | {"anonymous": 302} | dict.fromkeys(who, 200) | statuses


ANYBODY = dict.fromkeys(PEOPLE, 200)
NOBODY = dict.fromkeys(PEOPLE, 405) | {"anonymous": 302}
"""For an address that takes POST alone, whose view asks for a sign-in first."""
SIGNED_IN = ANYBODY | {"anonymous": 302}
MEMBERS = only("officer", "head", "administrator", others=404)
"""Those of the office that keeps the live record; to everybody else its page is not there."""
OVERSEERS = MEMBERS | {"ministry": 200}
KEEPERS = only("officer", "head", others=404, ministry=403, administrator=403)
"""Those who write in the live record: who may read the whole of it is told why not, a stranger nothing."""
HEADS = KEEPERS | {"officer": 403}
"""Those who decide on the live record."""
STRANGERS = only("stranger", "administrator", others=404)
"""Those of the other office, whose record is ``world.other_tie``."""
ADMINISTRATOR = only("administrator")


@dataclass(frozen=True)
class Entry:
    """One example of an address, and what each kind of person gets there."""

    arguments: Any = ()
    people: Statuses = field(default_factory=lambda: ANYBODY)
    post: Statuses | None = None
    data: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    query: str = ""

    def url(self, key: str, world: World) -> str:
        given = self.arguments(world) if callable(self.arguments) else self.arguments
        found = reverse(name_of(key), args=given if isinstance(given, tuple | list) else (given,))
        return f"{found}?{self.query}" if self.query else found

    def sent(self, world: World) -> Mapping[str, Any]:
        return self.data(world) if callable(self.data) else self.data


def name_of(key: str) -> str:
    """The name of the address that a key of the table is about."""
    return key.partition(" ")[0]


def collected() -> dict[str, Entry]:
    """Every entry of every module of this package; AssertionError for one that is listed twice."""
    table: dict[str, Entry] = {}
    for found in iter_modules(__path__):
        listed = import_module(f"{__name__}.{found.name}").TABLE
        twice = set(table) & set(listed)
        assert not twice, f"{found.name} lists what another module lists already: {sorted(twice)}"
        wrong = [key for key, entry in listed.items() if set(entry.people) != set(PEOPLE)]
        assert not wrong, f"{found.name} does not say for everybody what they get: {wrong}"
        table |= listed
    return table

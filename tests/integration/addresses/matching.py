"""Finding a partner: the list is for everybody, an office's search for its own people."""

from datetime import UTC, datetime

from kembar.access.actors import Actor
from kembar.matching.actions import shortlist
from kembar.places.models import Place
from tests.integration.addresses import MEMBERS, Entry, only

WRITERS = only("officer", "head", others=404, administrator=403)


def shortlisted(world):
    """The address of a city that the office has on its shortlist."""
    place = Place.objects.filter(country="JP").first()
    shortlist(office=world.office, place=place, by=Actor.product("test"), at=datetime(2026, 11, 1, tzinfo=UTC))
    return world.office.slug, place.pk


def own(world):
    return (world.office.slug,)


TABLE = {
    "partners": Entry(),
    "partners of a city": Entry(query="city=Bandung"),
    "partners-export": Entry("json", query="city=Bandung"),
    "partners-compare": Entry(),
    "partners-compare of three": Entry(query="city=Bandung&c=Seoul&c=Suwon"),
    "board": Entry(),
    "office-needs": Entry(own, MEMBERS, post=dict(WRITERS, officer=302, head=302), data={"do": "example"}),
    "office-candidates": Entry(own, MEMBERS, post=dict(WRITERS, officer=400, head=400), data={"do": "add"}),
    "office-candidate": Entry(
        shortlisted, MEMBERS, post=dict(WRITERS, officer=302, head=302), data={"do": "drop", "why": "Too far"}
    ),
    "why": Entry(("tangerang-selatan", "daejeon")),
    "why of a live record": Entry(("bogor", "daejeon")),
    "why-paper": Entry(("bogor", "kisarazu", "docx")),
    "city": Entry("bandung"),
    "country": Entry("ID"),
    "network": Entry(),
}

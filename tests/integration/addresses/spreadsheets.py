"""Sheets in and out: templates for everybody, uploads for those who write for an office and for it alone."""

from kembar.access.queries import actor_of
from kembar.spreadsheets.actions import begin, check, receive
from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.models import Import
from tests.factories.world import AT
from tests.integration.addresses import NOBODY, Entry, only

WRITERS = only("officer", "head", "stranger", "administrator")
OURS = only("officer", "head", others=404)
SHEET = "Kerja sama;Tanggal;Jenis komunikasi;Perihal\n{tie};2021;surat;Undangan\n{tie};31.02.2020;surat;Undangan\n"


def upload(world, *, other=False):
    """An upload of an office, checked, with a refused row; made once."""
    office, tie = (world.other_office, world.other_tie) if other else (world.office, world.tie)
    found = Import.objects.filter(office=office).first()
    if found is None:
        by, bounds = actor_of(world.users["stranger" if other else "officer"], office), Limits()
        content = SHEET.format(tie=tie.slug).encode()
        found = receive(office=office, name="surat.csv", chunks=[content], limits=bounds, by=by, at=AT)
        check(one=begin(one=found, stage="checking", by=by, at=AT), limits=bounds, by=by, at=AT)
    return found.pk


TABLE = {
    "sheets": Entry(people=WRITERS),
    "sheet-upload": Entry(
        people=NOBODY,
        post=WRITERS | dict.fromkeys(("officer", "head"), 400) | dict.fromkeys(("stranger", "administrator"), 403),
        data=lambda world: {"office": world.office.slug},
    ),
    "sheet-dictionary": Entry(),
    "sheet-dictionary-file": Entry("komunikasi"),
    "sheet-template": Entry(lambda world: ("komunikasi", "csv")),
    "sheet-export": Entry(
        lambda world: (world.office.slug, "komunikasi", "csv"),
        OURS | {"researcher": 403, "ministry": 403, "ministry_elsewhere": 403},
    ),
    "sheet-import": Entry(
        lambda world: (upload(world),), OURS, post=OURS | {"officer": 302, "head": 302}, data={"act": "discard"}
    ),
    "sheet-import of others": Entry(
        lambda world: (upload(world, other=True),),
        only("stranger", others=404),
        post=only(others=404, stranger=302),
        data={"act": "discard"},
    ),
    "sheet-refused": Entry(lambda world: (upload(world), "csv"), OURS),
}

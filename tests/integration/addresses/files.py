"""Files of a live record: of a letter for its offices alone, of a published paper for everybody."""

from datetime import UTC, datetime
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from kembar.audit.actors import Actor
from kembar.files.actions import attach
from kembar.files.models import Attachment
from tests.factories.files import pdf, received
from tests.integration.addresses import ANYBODY, KEEPERS, MEMBERS, OVERSEERS, Entry

AT = datetime(2026, 3, 1, tzinfo=UTC)
OFFICES = MEMBERS | {"ministry": 403}


def attached(world, kind, *, other=False, published=False):
    """A file of one row of the world's record, made once."""
    tie, rows = (world.other_tie, world.other_rows) if other else (world.tie, world.rows)
    row = rows[kind]
    found = Attachment.objects.filter(subject_id=row.pk).first()
    if found is None:
        office = world.other_office if other else world.office
        found = attach(
            record_kind="partnership",
            record_id=tie.pk,
            subject_kind=kind,
            subject_id=row.pk,
            received=received(pdf(f"{kind} {other}")),
            name="surat.pdf",
            is_published=published,
            by=Actor.product("tests"),
            at=AT,
        )
        Attachment.objects.filter(pk=found.pk).update(kept_by=office)
    return found.pk


letter = partial(attached, kind="contact")


def sent(world):
    file = SimpleUploadedFile("naskah.pdf", pdf("sent"), content_type="application/pdf")
    return {"belongs": f"partnership:{world.tie.pk}", "title": "Naskah", "file": file}


TABLE = {
    "files-of": Entry(
        lambda world: ("partnership", world.tie.pk),
        OVERSEERS,
        post={**dict.fromkeys(KEEPERS, 404), "anonymous": 302, "officer": 302, "head": 302}
        | {"ministry": 404, "administrator": 403},
        data=sent,
    ),
    "file": Entry(
        lambda world: (letter(world),), OFFICES, post=OFFICES | {"officer": 404, "head": 404, "administrator": 404}
    ),
    "file of a published paper": Entry(
        lambda world: (attached(world, "instrument", published=True),), ANYBODY, post=dict.fromkeys(ANYBODY, 404)
    ),
    "file-download": Entry(lambda world: (letter(world),), OFFICES),
    "file-download of a published paper": Entry(
        lambda world: (attached(world, "instrument", published=True),), ANYBODY
    ),
    "file-download of an activity": Entry(lambda world: (attached(world, "activity"),), OVERSEERS),
    "file-page": Entry(lambda world: (letter(world), 1), OFFICES),
}

"""Files of a record: kept as they came, read by the record's rights, handed out to be saved and never as a page."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kembar.access.permissions import NotAllowed
from kembar.audit.actors import Actor
from kembar.audit.models import Change, Event
from kembar.evidence.models import Edition, Source
from kembar.files import actions, queries, store
from kembar.files.content import NotAccepted
from kembar.files.kinds import KINDS
from kembar.files.models import Attachment, StoredFile
from kembar.partnerships.actions.rows import add_row
from tests.factories import files as made
from tests.factories.offices import PRODUCT
from tests.factories.world import AT, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def clean_folder(settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.HOME = tmp_path


def by(world: World, person: str) -> Actor:
    user = world.users[person]
    office = {"officer": world.office, "head": world.office, "stranger": world.other_office}.get(person)
    return Actor(user.get_username(), user.pk, office.pk if office else None)


def attach(world, data=None, *, kind="instrument", person="officer", name="naskah.pdf", **more):
    row = world.tie if kind == "partnership" else world.rows[kind]
    return actions.attach(
        record_kind="partnership",
        record_id=world.tie.pk,
        subject_kind=kind,
        subject_id=row.pk,
        received=made.received(made.pdf() if data is None else data),
        name=name,
        by=by(world, person),
        at=AT,
        **more,
    )


def sent(world, data, name="naskah.pdf", person="officer", media="application/pdf", **more):
    form = {"belongs": f"instrument:{world.rows['instrument'].pk}", "title": "Naskah asli", **more}
    if data is not None:
        form["file"] = SimpleUploadedFile(name, data, content_type=media)
    return reader(world, person).post(reverse("files-of", args=["partnership", world.tie.pk]), form)


def reader(world, person):
    """A client who reads English."""
    client = world.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


# --- kept as they came ----------------------------------------------------------------------------------------------


def test_bytes_lie_under_their_hash_and_come_back_equal(world):
    data = made.pdf("as it came", pages=3)
    answer = sent(world, data)
    assert answer.status_code == 302
    one = Attachment.objects.get()
    digest = hashlib.sha256(data).hexdigest()
    assert (one.stored.sha256, one.stored.size, one.stored.pages) == (digest, len(data), 3)
    assert store.place_of(digest) == store.folder() / digest[:2] / digest[2:4] / digest
    back = reader(world, "officer").get(reverse("file-download", args=[one.pk]))
    assert b"".join(back.streaming_content) == data
    assert list((store.folder() / store.INCOMING).iterdir()) == []


def test_equal_bytes_lie_there_once(world):
    attach(world)
    attach(world, kind="activity", name="another name.pdf")
    assert StoredFile.objects.count() == 1
    assert len(list(store.held())) == 1
    with pytest.raises(NotAccepted, match="there_already"):
        attach(world)


def test_what_is_attached_is_told_in_the_history(world):
    one = attach(world, title="MoU")
    event = Event.objects.get(action="file.attach")
    assert (event.record_id, event.by_user_id) == (world.tie.pk, world.users["officer"].pk)
    assert event.changes.get().after["sha256"] == one.stored_id
    page = reader(world, "officer").get(reverse("partnership-history", args=[world.tie.slug]))
    assert "Attached a file" in page.content.decode()
    assert f'{reverse("file", args=[one.pk])}">MoU' in page.content.decode()


# --- refused, nothing lost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (made.PROGRAM, "naskah.pdf", "This is a program"),
        (made.HTML, "naskah.pdf", "page or drawing for browsers"),
        (made.SVG, "logo.png", "page or drawing for browsers"),
        (made.HTML + made.pdf(), "naskah.pdf", "page or drawing for browsers"),
        (made.packed({"a": b"\0" * (20 << 20)}), "naskah.docx", "unpacks to far more"),
        (made.huge_png(), "scan.png", "more than 150 million pixels"),
        (made.pdf()[:-200] + b"%%EOF", "naskah.pdf", None),
        (b"%PDF-1.4 nothing %%EOF", "naskah.pdf", "damaged"),
        (b"", "naskah.pdf", "empty"),
        (None, "", "No file was chosen"),
        (made.pdf(), "../../etc/passwd", "a path that leads elsewhere"),
        (made.pdf(), "scan\u202efdp.exe", "turns the writing direction"),
        (made.pdf(), "x" * 296 + ".pdf", "has 300 characters"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_what_was_typed_stays(world, data, name, says):
    answer = _with_name(world, data, name)
    page = answer.content.decode()
    if says is None:  # the reader of PDFs mends what it can
        return
    assert answer.status_code == 400
    assert says in page
    assert 'value="Naskah asli"' in page
    assert not Attachment.objects.exists()
    assert not list(store.held())
    left = store.folder() / store.INCOMING
    assert not left.exists() or not list(left.iterdir())


def _with_name(world, data, name):
    """Sent with the name exactly as given: the test client itself would cut a path."""
    if data is None:
        return sent(world, None)
    limit = "----limit"
    fields = {"belongs": f"instrument:{world.rows['instrument'].pk}", "title": "Naskah asli"}
    body = b"".join(
        f'--{limit}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    )
    body += f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode()
    body += b"Content-Type: application/pdf\r\n\r\n" + data + f"\r\n--{limit}--\r\n".encode()
    address = reverse("files-of", args=["partnership", world.tie.pk])
    return reader(world, "officer").post(address, body, content_type=f"multipart/form-data; boundary={limit}")


def test_a_file_over_the_limit_is_read_to_its_end_and_dropped(world, settings):
    settings.UPLOAD_LIMIT = 1 << 20
    answer = sent(world, made.pdf() + b"%" * (2 << 20))
    assert answer.status_code == 400
    assert "larger than 1 MB" in answer.content.decode()
    assert 'value="Naskah asli"' in answer.content.decode()
    assert not list(store.folder().rglob("*.pdf"))
    assert not list((store.folder() / store.INCOMING).iterdir())


def test_a_request_far_over_the_limit_is_not_read_at_all(world, settings):
    settings.UPLOAD_LIMIT = 1 << 10
    answer = sent(world, made.pdf() + b"%" * (2 << 20))
    assert answer.status_code == 413
    assert answer["Connection"] == "close"


def test_a_full_disk_is_told_before_it_is_full(world, monkeypatch):
    monkeypatch.setattr(store, "room", lambda: 100)
    answer = sent(world, made.pdf())
    assert answer.status_code == 400
    assert "no room on the disk" in answer.content.decode()


def test_a_form_without_its_token_is_refused(world):
    client = reader(world, "officer")
    client.handler.enforce_csrf_checks = True
    address = reverse("files-of", args=["partnership", world.tie.pk])
    data = {"belongs": f"partnership:{world.tie.pk}", "file": SimpleUploadedFile("a.pdf", made.pdf())}
    assert client.post(address, data).status_code == 403
    assert not Attachment.objects.exists()


# --- never a page ---------------------------------------------------------------------------------------------------

EVERY_KIND = {
    "pdf": made.pdf(),
    "jpeg": made.picture("JPEG"),
    "png": made.picture("PNG"),
    "tiff": made.picture("TIFF"),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40,
    "docx": made.docx(),
    "xlsx": made.xlsx(),
    "odt": made.odt(),
    "txt": b"alert(1)",
}


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("name", ["page.html", "script.js", "naskah.svg", "naskah"])
def test_no_upload_is_ever_served_as_a_page(world, kind, name):
    """Whatever a browser asks for or guesses: bytes to save, no kind that it shows, no guessing, a sandbox."""
    one = attach(world, EVERY_KIND[kind], name=name)
    for accept in ("text/html", "image/svg+xml", "*/*", "application/javascript"):
        answer = reader(world, "officer").get(
            reverse("file-download", args=[one.pk]), HTTP_ACCEPT=accept, HTTP_SEC_FETCH_DEST="document"
        )
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert "allow-" not in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert KINDS[kind].endings[0] in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content) == EVERY_KIND[kind]


@pytest.mark.parametrize("name", ['a"b\'; filename="x.html', "협정서 2026.pdf", "a%0d%0aSet-Cookie: x=1.pdf", "ä€.pdf"])
def test_a_name_adds_no_header(world, name):
    one = attach(world, name=name)
    answer = reader(world, "officer").get(reverse("file-download", args=[one.pk]))
    assert "Set-Cookie" not in answer.headers
    header = answer["Content-Disposition"]
    assert header.count('"') == 2
    assert "\n" not in header
    answer.close()


def test_a_preview_is_a_picture_of_our_own_making(world):
    one = attach(world, made.pdf("Bogor", pages=7))
    client = reader(world, "officer")
    answer = client.get(reverse("file-page", args=[one.pk, 1]))
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer.content.startswith(b"\x89PNG")
    assert client.get(reverse("file-page", args=[one.pk, 5])).status_code == 200
    assert client.get(reverse("file-page", args=[one.pk, 6])).status_code == 404
    assert client.get(reverse("file-page", args=[one.pk, 0])).status_code == 404
    page = client.get(reverse("file", args=[one.pk])).content.decode()
    assert page.count("<img ") == 5
    assert "2 more pages stand in the file." in page


@pytest.mark.parametrize(
    ("data", "name"), [(b"Kepada <b>Yth</b> & salam", "s.txt"), (made.docx("<b>tebal</b>"), "s.docx")]
)
def test_words_of_a_document_are_shown_escaped(world, data, name):
    one = attach(world, data, name=name)
    page = reader(world, "officer").get(reverse("file", args=[one.pk])).content.decode()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_a_name_is_shown_escaped(world):
    one = attach(world, name="<img src=x onerror=alert(1)>.pdf", title="<script>alert(1)</script>")
    for address in (reverse("file", args=[one.pk]), reverse("partnership", args=[world.tie.slug])):
        page = reader(world, "officer").get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


# --- who may --------------------------------------------------------------------------------------------------------


def test_another_offices_files_are_not_there_by_any_address(world):
    """With the id of a file in hand, a stranger gets what he gets for an id that does not exist."""
    one = attach(world, kind="contact")
    client = reader(world, "stranger")
    for name, more in (("file", ()), ("file-download", ()), ("file-page", (1,))):
        real = client.get(reverse(name, args=[one.pk, *more]))
        made_up = client.get(reverse(name, args=[uuid.uuid4(), *more]))
        assert (real.status_code, made_up.status_code) == (404, 404)
        assert str(one.pk) not in real.content.decode().replace(real.wsgi_request.path, "")
    for do in ("describe", "withdraw", "restore", "purge"):
        assert client.post(reverse("file", args=[one.pk]), {"do": do, "why": "x"}).status_code == 404
    anonymous = reader(world, "anonymous")
    for key in (one.pk, uuid.uuid4()):
        assert anonymous.get(reverse("file", args=[key])).status_code == 302
    one.refresh_from_db()
    assert one.withdrawn_at is None


def test_a_file_cannot_be_attached_to_what_is_on_another_record(world):
    address = reverse("files-of", args=["partnership", world.tie.pk])
    data = {
        "belongs": f"instrument:{world.other_rows['instrument'].pk}",
        "file": SimpleUploadedFile("a.pdf", made.pdf()),
    }
    assert reader(world, "officer").post(address, data).status_code == 400
    with pytest.raises(NotAccepted, match="no_such_subject"):
        actions.attach(
            record_kind="partnership",
            record_id=world.tie.pk,
            subject_kind="instrument",
            subject_id=world.other_rows["instrument"].pk,
            received=made.received(made.pdf()),
            name="a.pdf",
            by=by(world, "officer"),
            at=AT,
        )


@pytest.mark.parametrize("person", ["researcher", "stranger", "ministry", "ministry_elsewhere", "administrator"])
def test_only_those_who_write_in_a_record_attach_to_it(world, person):
    with pytest.raises(NotAllowed):
        attach(world, person=person)
    assert not StoredFile.objects.exists()


def test_a_signed_paper_is_published_by_choice_of_who_decides(world):
    with pytest.raises(NotAllowed):
        attach(world, is_published=True)
    one = attach(world, person="head", is_published=True)
    client = reader(world, "anonymous")
    assert client.get(reverse("file", args=[one.pk])).status_code == 200
    assert one.name in client.get(reverse("partnership", args=[world.tie.slug])).content.decode()
    actions.withdraw(attachment=one, why="salah berkas", by=by(world, "head"), at=AT)
    assert client.get(reverse("file", args=[one.pk])).status_code == 302
    assert one.name not in client.get(reverse("partnership", args=[world.tie.slug])).content.decode()
    assert "salah berkas" in reader(world, "officer").get(reverse("file", args=[one.pk])).content.decode()


@pytest.mark.parametrize("kind", ["contact", "draft"])
def test_letters_and_drafts_are_never_published(world, kind):
    if kind == "draft":
        values = {"kind": "mou", "status": "draft"}
        row = add_row(kind="instrument", parent=world.tie, values=values, by=by(world, "officer"), at=AT).row
        world.rows["draft"] = row
        one = actions.attach(
            record_kind="partnership",
            record_id=world.tie.pk,
            subject_kind="instrument",
            subject_id=row.pk,
            received=made.received(made.pdf()),
            name="konsep.pdf",
            by=by(world, "officer"),
            at=AT,
        )
    else:
        one = attach(world, kind="contact")
    with pytest.raises(NotAccepted, match="never_public"):
        actions.describe(
            attachment=one,
            expected_version=1,
            title="",
            language="",
            is_published=True,
            by=by(world, "head"),
            at=AT,
        )
    Attachment.objects.filter(pk=one.pk).update(is_published=True)  # and were the row to say so all the same
    assert reader(world, "anonymous").get(reverse("file", args=[one.pk])).status_code == 302
    assert reader(world, "ministry").get(reverse("file", args=[one.pk])).status_code == 403


# --- describing, withdrawing, removing ------------------------------------------------------------------------------


def test_the_second_of_two_who_describe_a_file_is_told(world):
    one = attach(world)
    first, second = reader(world, "officer"), reader(world, "head")
    address = reverse("file", args=[one.pk])
    assert first.post(address, {"do": "describe", "title": "MoU asli", "version": 1}).status_code == 302
    answer = second.post(address, {"do": "describe", "title": "MoU salinan", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "MoU asli" in page
    assert "MoU salinan" in page
    assert second.post(address, {"do": "describe", "title": "MoU salinan", "version": 2}).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.version) == ("MoU salinan", 3)


def test_a_file_is_withdrawn_with_a_reason_and_stands_again(world):
    one = attach(world)
    client, address = reader(world, "officer"), reverse("file", args=[one.pk])
    assert "Say why" in client.post(address, {"do": "withdraw", "why": ""}).content.decode()
    assert client.post(address, {"do": "withdraw", "why": "salah"}).status_code == 302
    one.refresh_from_db()
    assert one.withdrawn_why == "salah"
    assert store.place_of(one.stored_id).is_file()
    assert client.post(address, {"do": "restore"}).status_code == 302
    one.refresh_from_db()
    assert one.withdrawn_at is None
    assert list(Event.objects.filter(action__startswith="file.").order_by("at", "id").values_list("action", flat=True))


def test_the_content_goes_for_good_and_the_fact_stays(world, django_capture_on_commit_callbacks):
    one = attach(world, made.pdf("Sari"), name="paspor Sari.pdf", title="Paspor Sari")
    twin = attach(world, made.pdf("Sari"), kind="activity", name="Sari.pdf")
    for person in ("officer", "head"):
        answer = reader(world, person).post(reverse("file", args=[one.pk]), {"do": "purge", "why": "x"})
        assert answer.status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("file", args=[one.pk])
        assert reader(world, "administrator").post(address, {"do": "purge", "why": "data pribadi"}).status_code == 302
    assert not store.place_of(one.stored_id).exists()
    for each in (one, twin):
        each.refresh_from_db()
        assert (each.name, each.title) == ("", "")
        page = reader(world, "officer").get(reverse("file", args=[each.pk]))
        assert page.status_code == 200
        assert "Sari" not in page.content.decode()
        assert reader(world, "officer").get(reverse("file-download", args=[each.pk])).status_code == 404
    told = "".join(str(change.before) + str(change.after) for change in Change.objects.all())
    assert "Sari" not in told
    assert Event.objects.filter(action="file.purge", why="data pribadi").count() == 2
    with pytest.raises(NotAccepted, match="purged_before"):
        attach(world, made.pdf("Sari"), kind="contact")


# --- whole on the disk ----------------------------------------------------------------------------------------------


def test_missing_damaged_and_left_over_files_are_found(world, command):
    one = attach(world)
    other = attach(world, made.picture(), kind="activity", name="foto.png")
    later = timezone.now() + timedelta(hours=2)
    assert queries.state(at=later).is_well
    place = store.place_of(other.stored_id)
    place.write_bytes(b"x" * place.stat().st_size)
    store.place_of(one.stored_id).unlink()
    (store.folder() / "ab").mkdir(exist_ok=True)
    (store.folder() / "ab" / "left.pdf").write_bytes(b"left")
    found = queries.state(at=later)
    assert found.missing == (one.stored_id,)
    assert found.corrupt == (other.stored_id,)
    assert found.unused == ("ab/left.pdf",)
    code, out, _err = command("files")
    assert code == 1
    assert f"missing: {one.stored_id}" in out
    assert actions.tidy(by=PRODUCT, at=later) == ["ab/left.pdf"]
    assert queries.state(at=later).unused == ()


def test_what_is_on_its_way_is_neither_left_over_nor_backed_up(world):
    store.receive(io.BytesIO(b"half"), limit=100)
    assert list(store.held()) == []
    assert queries.unused(timezone.now() + timedelta(days=1)) == []


# --- documents ------------------------------------------------------------------------------------------------------


def test_a_file_of_a_document_is_its_edition(world):
    source = Source.objects.create(code="berita-2026", kind="file", title="Berita")
    actions.attach(
        record_kind="source",
        record_id=source.pk,
        subject_kind="source",
        subject_id=source.pk,
        received=made.received(b"satu\ndua\n"),
        name="berita.txt",
        by=by(world, "officer"),
        at=AT,
    )
    edition = Edition.objects.get(source=source)
    assert (edition.sha256, edition.lines) == (hashlib.sha256(b"satu\ndua\n").hexdigest(), 2)
    of_source = reverse("files-of", args=["source", source.pk])
    assert b"berita.txt" in reader(world, "officer").get(of_source).content
    one = Attachment.objects.get()
    assert reader(world, "stranger").get(reverse("file", args=[one.pk])).status_code == 404


def test_a_document_of_the_casebook_takes_its_known_edition_alone(world):
    source = Source.objects.get(code="004")
    with pytest.raises(NotAccepted, match="other_edition"):
        actions.attach(
            record_kind="source",
            record_id=source.pk,
            subject_kind="source",
            subject_id=source.pk,
            received=made.received(b"another edition"),
            name="004.txt",
            by=by(world, "administrator"),
            at=AT,
        )


def test_verify_sources_says_what_to_do_where_nothing_is_attached(command):
    code, _out, err = command("verify-sources")
    assert code == 2
    assert "attach them, or give --documents" in err

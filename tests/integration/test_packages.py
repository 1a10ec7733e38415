"""An office's record goes whole from one instance into another, as a city hands it to a ministry."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import uuid
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kembar.access.models import Office
from kembar.access.permissions import NotAllowed
from kembar.audit.models import Change, Event
from kembar.console import Refused
from kembar.evidence.models import Dispute, Statement
from kembar.files import store
from kembar.files.actions import attach
from kembar.files.models import Attachment
from kembar.packages.actions import export_package, import_package, undo_import
from kembar.packages.archive import open_package
from kembar.packages.gathering import rows_of
from kembar.packages.planning import plan_of
from kembar.packages.tables import NOT_PACKAGED, guarded, tables, unguarded
from kembar.partnerships.actions.rows import add_row, change_row
from kembar.partnerships.models import Government, Instrument, Partnership, Person, StateSpan
from tests.factories import files as made
from tests.factories.offices import PRODUCT, share, user
from tests.factories.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english_sentences(monkeypatch):
    monkeypatch.setenv("KEMBAR_LANGUAGE", "en")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.HOME = tmp_path
    return tmp_path


def officer(world):
    from kembar.access.queries import actor_of

    return actor_of(world.users["officer"], world.office)


def furnished():
    """The world with more in it: a shared record, a person who signed, a dispute, files, a text like a formula."""
    world = make_world()
    by = officer(world)
    share(world.tie, type("Other", (), {"office": world.other_office}))
    person = add_row(kind="person", values={"name": "Bima Arya Sugiarto"}, by=by, at=AT).row
    signed = {"side": "a", "person": person.slug, "office": {"id": "Wali Kota Bogor"}}
    add_row(kind="signature", parent=world.rows["instrument"], values=signed, by=by, at=AT)
    formula = {
        "kind": "letter",
        "date": "2022",
        "subject": {"id": '=HYPERLINK("x")\nbaris "kedua", Bima Arya Sugiarto'},
    }
    add_row(kind="contact", parent=world.tie, values=formula, by=by, at=AT)
    other = {
        "kind": "visit",
        "status": "done",
        "title": {"id": "Kunjungan 2025"},
        "date": "2025-06",
        "field": "education",
    }
    add_row(kind="activity", parent=world.tie, values=other, by=by, at=AT)
    rewritten = world.rows["obstacle"]
    change_row(row=rewritten, values={"text": {"id": "Surat lama tak dijawab"}}, expected_version=1, by=by, at=AT)
    for number, data in enumerate((made.pdf("paper"), made.picture())):
        attach(
            record_kind="partnership",
            record_id=world.tie.pk,
            subject_kind="instrument",
            subject_id=world.rows["instrument"].pk,
            received=made.received(data),
            name=f"naskah-{number}.pdf",
            by=by,
            at=AT,
        )
    return world


def exported(office, target, **more):
    export_package(**({"office": office, "target": target, "by": PRODUCT, "at": AT} | more))
    return open_package(target)


@pytest.fixture
def elsewhere(home, settings):
    """A package from another instance: the furnished world was there, and is not here."""

    def make(**more):
        if repr(more) not in MADE:
            with transaction.atomic():
                exported(furnished().office, home / "bogor.zip", **more)
                transaction.set_rollback(True)
            MADE[repr(more)] = (home / "bogor.zip").read_bytes()
        (home / "bogor.zip").write_bytes(MADE[repr(more)])
        settings.STORAGES["default"]["OPTIONS"]["location"] = home / "here"
        return open_package(home / "bogor.zip")

    return make


MADE = {}
"""Packages of the other instance, each made once."""


def bring(package):
    return import_package(package=package, by=PRODUCT, at=AT)


# --- there and back -------------------------------------------------------------------------------------------------


def test_a_record_taken_into_an_empty_register_exports_to_the_same_bytes(elsewhere, home):
    package = elsewhere()
    assert not Office.objects.filter(pk=package.about.office["id"]).exists()
    done = bring(package)
    assert done.event is not None
    assert (done.plan.left_out, done.plan.renamed, done.plan.conflicts) == ([], [], [])
    again = exported(Office.objects.get(pk=package.about.office["id"]), home / "again.zip")
    assert _members(home / "again.zip") == _members(home / "bogor.zip")
    assert again.sha256 == package.sha256


def _members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def test_everything_is_there_with_its_ids_states_disputes_history_and_files(elsewhere):
    package = elsewhere()
    rows = package.rows()
    bring(package)
    tie = Partnership.objects.get(slug="bogor-daejeon")
    assert str(tie.pk) in {one["id"] for one in rows["partnerships.Partnership"]}
    assert StateSpan.objects.filter(partnership=tie, kind="formal").exists()
    assert "surat" in tie.search_text
    assert {str(pk) for pk in Statement.objects.filter(record_id=tie.pk).values_list("pk", flat=True)} == {
        one["id"] for one in rows["evidence.Statement"] if one["record_id"] == str(tie.pk)
    }
    assert Event.objects.filter(record_id=tie.pk, action="partnership.open").get().changes.exists()
    for one in Attachment.objects.filter(record_id=tie.pk):
        assert store.matches(one.stored_id)
    assert Person.objects.filter(name="Bima Arya Sugiarto").exists()
    assert not Event.objects.filter(record_id=tie.pk).exclude(by_user_id=None).exists()


def test_taken_in_twice_nothing_more_comes(elsewhere):
    package = elsewhere()
    bring(package)
    before = {label: table.model._default_manager.count() for label, table in tables().items()}
    done = bring(package)
    assert done.event is None
    assert not done.plan.is_new
    assert done.plan.unchanged["partnerships.Instrument"] == 1
    assert {label: table.model._default_manager.count() for label, table in tables().items()} == before


def test_what_an_import_brought_goes_again(elsewhere, django_capture_on_commit_callbacks):
    package = elsewhere()
    before = {label: table.model._default_manager.count() for label, table in tables().items()}
    done = bring(package)
    with django_capture_on_commit_callbacks(execute=True):
        undo_import(event=done.event, by=PRODUCT, at=AT)
    after = {label: table.model._default_manager.count() for label, table in tables().items()}
    more = {label: after[label] - number for label, number in before.items() if after[label] != number}
    assert set(more) <= {"audit.Event", "audit.Change"}  # that it was brought in and taken back stays
    assert more["audit.Event"] == 2
    assert not Dispute.objects.filter(record_id__in=[one["id"] for one in package.rows()["partnerships.Partnership"]])
    assert list(store.held()) == []
    with pytest.raises(Refused, match="no import that could be undone"):
        undo_import(event=done.event, by=PRODUCT, at=AT)
    assert bring(package).event is not None


def test_an_import_that_somebody_worked_on_is_not_taken_back(elsewhere):
    done = bring(elsewhere())
    tie = Partnership.objects.get(slug="bogor-daejeon")
    add_row(kind="obstacle", parent=tie, values={"text": {"id": "Baru"}}, by=PRODUCT, at=AT, source=_any_source())
    with pytest.raises(Refused, match="worked on these records since"):
        undo_import(event=done.event, by=PRODUCT, at=AT)


def _any_source():
    from kembar.evidence.models import Source

    return Source.objects.filter(kind="office").first()


# --- what differs ---------------------------------------------------------------------------------------------------


def test_a_row_with_another_content_refuses_the_whole(elsewhere):
    package = elsewhere()
    bring(package)
    paper = Instrument.objects.get(partnership__slug="bogor-daejeon")
    Instrument.objects.filter(pk=paper.pk).update(term_months=36)
    Instrument.objects.filter(pk=paper.pk).first()
    Partnership.objects.filter(slug="bogor-daejeon").first().obstacles.all()[0].delete()
    with pytest.raises(Refused) as refused:
        bring(package)
    assert f"partnerships_instrument {paper.pk} (term_months)" in str(refused.value)
    assert not Partnership.objects.get(slug="bogor-daejeon").obstacles.exists(), "all or nothing"
    (conflict,) = plan_of(package.rows()).conflicts
    assert (conflict.here, conflict.there) == (("36",), ("60",))


def test_a_government_with_the_same_seat_is_the_same_government(elsewhere):
    """The other instance made Daejeon itself; here it is the one that is here, and everything refers to that."""
    package = elsewhere()
    rows = package.rows()
    daejeon = Government.objects.get(slug="daejeon")
    other = str(uuid.uuid4())
    told = json.dumps(rows).replace(str(daejeon.pk), other).replace('"daejeon"', '"daejeon-kota"')
    plan = plan_of(json.loads(told.replace('\\"daejeon\\"', '\\"daejeon-kota\\"')))
    assert plan.same_government == {other: str(daejeon.pk)}
    assert other not in json.dumps(plan.new)
    said = [one for one in plan.new["evidence.Statement"] if one["attribute"] == "government"]
    assert '"daejeon"' in {one["value"] for one in said}


def test_an_address_that_is_taken_here_is_given_a_number(elsewhere):
    package = elsewhere()
    with_slug = Partnership.objects.filter(origin="casebook").first()
    Partnership.objects.filter(pk=with_slug.pk).update(slug="bogor-daejeon")
    done = bring(package)
    assert ("partnerships.Partnership", "bogor-daejeon", "bogor-daejeon-2") in done.plan.renamed
    assert Partnership.objects.filter(slug="bogor-daejeon-2").exists()
    assert bring(package).event is None


def test_a_row_that_refers_to_a_case_that_is_not_here_stays_out_and_is_told(elsewhere):
    rows = elsewhere().rows()
    tie = rows["partnerships.Partnership"][0]
    tie["adopted_from_id"] = str(uuid.uuid4())
    rows["partnerships.PartnershipLink"] = [
        {
            **dict.fromkeys(tables()["partnerships.PartnershipLink"].names),
            "id": str(uuid.uuid4()),
            "partnership_id": tie["id"],
            "other_id": str(uuid.uuid4()),
            "origin": "live",
        }
    ]
    plan = plan_of(rows)
    assert {(one.label, one.refers_to) for one in plan.left_out} == {
        ("partnerships.PartnershipLink", "partnerships.Partnership"),
        ("partnerships.Partnership", "partnerships.Partnership"),
    }
    assert plan.new["partnerships.PartnershipLink"] == []
    assert plan.new["partnerships.Partnership"][0]["adopted_from_id"] is None


# --- who may --------------------------------------------------------------------------------------------------------


def test_a_package_is_for_the_head_and_an_import_for_the_administrator(home):
    from kembar.access.queries import actor_of

    world = make_world()
    head = actor_of(world.users["head"], world.office)
    target = home / "x.zip"
    export_package(office=world.office, target=target, by=head, at=AT)
    assert Event.objects.filter(action="package.export", by_user_id=head.user_id).exists()
    for person, office in (("officer", world.office), ("stranger", world.other_office), ("ministry", None)):
        with pytest.raises(NotAllowed):
            export_package(office=world.office, target=home / "y.zip", by=actor_of(world.users[person], office), at=AT)
    assert not (home / "y.zip").exists()
    with pytest.raises(NotAllowed):
        import_package(package=open_package(target), by=head, at=AT)


def test_a_package_holds_nothing_of_another_office(home):
    world = make_world()
    exported(world.office, home / "x.zip")
    with zipfile.ZipFile(home / "x.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"bandung-suwon" not in whole
    assert str(world.other_tie.pk).encode() not in whole


def test_names_of_persons_are_left_out_by_choice(elsewhere, home):
    package = elsewhere(has_persons=False)
    with zipfile.ZipFile(package.path) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for word in (b"Bima", b"bima-arya", b"kota-bogor-officer", b"naskah-0"):
        assert word not in whole, word
    assert package.files == {}
    assert not package.about.has_persons
    rows = package.rows()
    assert rows["partnerships.Person"] == []
    assert len(rows["partnerships.Signature"]) == 1
    assert rows["partnerships.Signature"][0]["person_id"] is None
    done = bring(package)
    assert done.event is not None
    assert done.plan.left_out == []


def test_only_what_counts_by_a_day_goes(elsewhere):
    package = elsewhere(as_at=date(2023, 1, 1))
    rows = package.rows()
    assert package.about.as_at == "2023-01-01"
    assert [one["date"] for one in rows["partnerships.Activity"]] == ["2021-05"]
    later = {one["subject_id"] for one in rows["evidence.Statement"]} - {
        one["id"] for label, held in rows.items() for one in held if "id" in one
    }
    assert later == set()
    assert bring(package).event is not None


# --- what a package may not be --------------------------------------------------------------------------------------


def changed(package, target, change):
    """A copy of the package with some members changed: name -> bytes, None to leave out; new names are added."""
    with zipfile.ZipFile(package.path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        members = {name: old.read(name) for name in old.namelist()}
        members |= change(members)
        for name, data in members.items():
            if data is not None:
                new.writestr(name, data)
    return target


def edited(members, edit):
    told = json.loads(members["datapackage.json"])
    edit(told)
    return {"datapackage.json": json.dumps(told).encode()}


def with_hash(members, name, data):
    """A member changed together with its hash, as somebody would who knows the format."""

    def edit(told):
        for one in told["resources"]:
            if one["path"] == name:
                one["bytes"], one["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"

    return {name: data, **edited(members, edit)}


BAD = {
    "tampered table": (
        lambda m: {"data/partnerships_activity.csv": m["data/partnerships_activity.csv"].replace(b"2021", b"2020")},
        "damaged or was changed at",
    ),
    "tampered hash": (
        lambda m: edited(m, lambda told: told["resources"][2].update(hash="sha256:" + "0" * 64)),
        "damaged or was changed at",
    ),
    "missing table": (lambda m: {"data/access_office.csv": None}, "damaged or was changed at"),
    "member that leads outside": (lambda m: {"../../etc/cron.d/x": b"* * * * *"}, "damaged or was changed at"),
    "listed member that leads outside": (
        lambda m: {
            "../../x": b"x",
            **edited(
                m,
                lambda told: told["resources"].append(
                    {"path": "../../x", "bytes": 1, "hash": f"sha256:{hashlib.sha256(b'x').hexdigest()}"}
                ),
            ),
        },
        "damaged or was changed at “../../x”",
    ),
    "another schema": (
        lambda m: edited(m, lambda told: told["kembar"].update(fingerprint="000000000000", version="9.9")),
        "written by version 9.9 of Kembar, whose tables are others",
    ),
    "another format": (lambda m: edited(m, lambda told: told["kembar"].update(format=2)), "whose tables are others"),
    "no package": (lambda m: edited(m, lambda told: told.update(profile="data-package")), "is not a package of Kembar"),
    "no description": (lambda m: {"datapackage.json": None}, "is not a package of Kembar"),
    "broken description": (lambda m: {"datapackage.json": b"{"}, "damaged or was changed at"),
    "bomb": (lambda m: {"register.json": b"\0" * (80 << 20)}, "damaged or was changed at"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_package_that_was_changed_is_refused_with_a_sentence(elsewhere, home, how):
    change, says = BAD[how]
    with pytest.raises(Refused, match=says.replace(".", r"\.")):
        open_package(changed(elsewhere(), home / "bad.zip", change))
    assert not Office.objects.filter(name="Kota Bogor").exists()


def test_a_bomb_that_tells_its_size_is_refused(elsewhere, home):
    data = b"\0" * (80 << 20)
    bad = changed(elsewhere(), home / "bad.zip", lambda m: with_hash(m, "register.json", data))
    with pytest.raises(Refused, match="unpacks to far more"):
        open_package(bad)


@pytest.mark.parametrize("share_", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_package_that_was_cut_off_is_refused(elsewhere, home, share_):
    whole = elsewhere().path.read_bytes()
    (home / "cut.zip").write_bytes(whole[: int(len(whole) * share_)])
    with pytest.raises(Refused, match=r"only a part of one|damaged"):
        open_package(home / "cut.zip")


@pytest.mark.parametrize("data", [b"<script>alert(1)</script>", made.PROGRAM, made.pdf("another")])
def test_a_file_that_is_not_what_the_package_says_stops_it(elsewhere, home, data):
    """Somebody who writes packages by hand puts a page where a scan should be."""
    package = elsewhere()
    old = next(sha for sha in package.files if package.file(sha, lambda packed: packed.read(4)) == b"%PDF")
    new = hashlib.sha256(data).hexdigest()

    def change(members):
        table = members["data/files_storedfile.csv"].replace(old.encode(), new.encode())
        found = {**members, **with_hash(members, "data/files_storedfile.csv", table)}
        told = json.loads(found["datapackage.json"])
        for one in told["resources"]:
            if one["path"] == f"files/{old}":
                one.update(path=f"files/{new}", bytes=len(data), hash=f"sha256:{new}")
        attachments = found["data/files_attachment.csv"].replace(old.encode(), new.encode())
        found["datapackage.json"] = json.dumps(told).encode()
        found |= with_hash(found, "data/files_attachment.csv", attachments)
        return {**found, f"files/{old}": None, f"files/{new}": data}

    with pytest.raises(Refused, match="is not what the package says"):
        bring(open_package(changed(package, home / "bad.zip", change)))
    assert not Partnership.objects.filter(slug="bogor-daejeon").exists()


@pytest.mark.parametrize("cell", ["no-uuid", "", "\\N"])
def test_a_row_that_is_none_is_refused(elsewhere, home, cell):
    def change(members):
        rows = list(csv.reader(io.StringIO(members["data/partnerships_obstacle.csv"].decode())))
        rows[1][rows[0].index("partnership_id")] = cell
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return with_hash(members, "data/partnerships_obstacle.csv", out.getvalue().encode())

    with pytest.raises(Refused, match=r"damaged or was changed at .* partnership_id”"):
        bring(open_package(changed(elsewhere(), home / "bad.zip", change)))
    assert not Partnership.objects.filter(slug="bogor-daejeon").exists()


# --- the shape ------------------------------------------------------------------------------------------------------


def test_every_table_of_the_product_is_packaged_or_said_not_to_be():
    models = {one._meta.label for one in apps.get_models() if one.__module__.startswith("kembar.")}
    assert set(NOT_PACKAGED) <= models, "tables that are named and do not exist"
    packaged = {label for label, table in tables().items() if not table.joins}
    assert packaged | set(NOT_PACKAGED) == models
    assert all(NOT_PACKAGED.values())
    # What holds something of an account is left behind or has no column of it.
    for table in tables().values():
        assert "access.User" not in {one.refers_to for one in table.columns}, table.label


def test_the_description_tells_of_every_member_and_table(elsewhere):
    package = elsewhere()
    with zipfile.ZipFile(package.path) as archive:
        told = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist()) - {"datapackage.json"}
        assert {one["path"] for one in told["resources"]} == names
        for one in told["resources"]:
            data = archive.read(one["path"])
            assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
            if one["path"].endswith(".csv"):
                head = next(csv.reader(io.StringIO(data.decode())))
                assert [field["name"] for field in one["schema"]["fields"]] == head
        english, indonesian = (archive.read(f"README.{code}.md").decode() for code in ("en", "id"))
        register = json.loads(archive.read("register.json"))
    assert "Record of Kota Bogor" in english
    assert "Kota Bogor" in indonesian
    assert [one["slug"] for one in register["partnerships_partnership"]] == ["bogor-daejeon"]


def test_no_cell_of_a_table_is_run_as_a_formula(elsewhere):
    column = tables()["partnerships.Person"].columns[-1]
    for text in ("=1+1", "+62 251", "-", "@x", "'quoted'", "\\N", "\tx", "plain", ""):
        written = guarded(text, column)
        assert not written.startswith(("=", "+", "-", "@", "\t"))
        assert unguarded(written, column) == text
    assert unguarded(guarded(None, column), column) is None


def test_rows_are_gathered_by_a_number_of_questions_that_does_not_grow(django_assert_max_num_queries):
    world = furnished()
    with django_assert_max_num_queries(140):
        rows = rows_of(world.office)
    assert len(rows["partnerships.Partnership"]) == 1


# --- on the command line --------------------------------------------------------------------------------------------


def test_the_commands_tell_what_they_did(command, home):
    world = furnished()
    target = home / "kota-bogor.zip"
    code, out, err = command("export", "--office", "kota-bogor", str(target), "--at", "2026-11-22T08:00:00+00:00")
    assert code == 0, err
    assert "1 partnerships" in out
    assert command("export", "--office", "kota-bogor", str(target))[0] == 2
    assert "there are: " in command("export", "--office", "nowhere", str(target))[2]
    code, out, _err = command("import", str(target), "--dry-run")
    assert code == 0
    assert "partnerships_instrument" in out
    assert "already" in out
    assert command("import", str(home / "none.zip"))[0] == 2
    assert command("import")[0] == 2
    Instrument.objects.filter(partnership=world.tie).update(term_months=1)
    code, out, _err = command("import", str(target), "--dry-run", "--json")
    assert (code, len(json.loads(out)["conflicts"])) == (1, 1)
    assert command("import", str(target))[0] == 2


def test_an_import_is_taken_back_on_the_command_line(command, elsewhere):
    code, out, err = command("import", str(elsewhere().path))
    assert code == 0, err
    key = out.strip().rsplit(" ", 1)[-1]
    assert command("import", "--undo", key)[0] == 0
    assert not Partnership.objects.filter(slug="bogor-daejeon").exists()
    assert command("import", "--undo", key)[0] == 2
    assert Change.objects.filter(event=key).exists()


# --- on the pages ---------------------------------------------------------------------------------------------------


def reader(world, person):
    client = world.client(person)
    client.cookies["language"] = "en"
    return client


def test_a_head_saves_the_whole_record_and_an_administrator_brings_it_in(home, settings):
    world = make_world()
    answer = reader(world, "head").post(reverse("office-package", args=[world.office.slug]))
    assert answer["Content-Disposition"].startswith('attachment; filename="kembar-kota-bogor-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    data = b"".join(answer.streaming_content)
    assert not list((home / "packages").glob("*.zip")), "nothing of it stays behind"
    assert Event.objects.get(action="package.export").by_user_id == world.users["head"].pk
    client = reader(world, "administrator")
    sent = client.post(reverse("packages"), {"file": SimpleUploadedFile("bogor.zip", data)})
    page = client.get(sent["Location"]).content.decode()
    assert "Everything in it is here already" in page
    Instrument.objects.filter(partnership=world.tie).update(term_months=12)
    page = client.get(sent["Location"]).content.decode()
    assert "1 row is here already with another content" in page
    assert "term in months" in page
    answer = client.post(sent["Location"])
    assert answer.status_code == 400
    assert "nothing was written" in answer.content.decode()


def test_a_package_is_looked_at_then_brought_in_then_taken_back(elsewhere):
    package = elsewhere()
    administrator = user("pengelola", is_superuser=True)
    client = Client()
    client.force_login(administrator)
    client.cookies["language"] = "en"
    sent = client.post(reverse("packages"), {"file": SimpleUploadedFile("b.zip", package.path.read_bytes())})
    page = client.get(sent["Location"]).content.decode()
    assert package.sha256 in page
    assert "bogor-daejeon" in page
    assert not Partnership.objects.filter(slug="bogor-daejeon").exists(), "looking writes nothing"
    assert client.post(sent["Location"]).status_code == 302
    assert Partnership.objects.filter(slug="bogor-daejeon").exists()
    assert client.get(sent["Location"]).status_code == 404, "it no longer waits"
    event = Event.objects.get(action="package.import")
    assert event.by_user_id == administrator.pk
    assert "Take back" in client.get(reverse("packages")).content.decode()
    assert client.post(reverse("package-undo", args=[event.pk])).status_code == 302
    assert not Partnership.objects.filter(slug="bogor-daejeon").exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no zip", "is no package, or only a part of one"),
        (made.docx(), "is not a package of Kembar"),
        (None, "No file"),
    ],
)
def test_what_is_no_package_gets_a_sentence_on_the_page(home, data, says):
    client = Client()
    client.force_login(user("pengelola", is_superuser=True))
    client.cookies["language"] = "en"
    sent = {} if data is None else {"file": SimpleUploadedFile("x.zip", data)}
    answer = client.post(reverse("packages"), sent)
    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize("sha256", ["../../kembar.sqlite3", "0" * 63, "..%2f..%2fsecret-key", "A" * 64])
def test_a_hash_that_is_none_leads_nowhere(home, sha256):
    client = Client()
    client.force_login(user("pengelola", is_superuser=True))
    assert client.get(f"/paket/{sha256}/").status_code == 404

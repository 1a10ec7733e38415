"""Writing an office's package, bringing one in, and taking back what was brought."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kembar import __version__
from kembar.access.models import Office
from kembar.access.permissions import NotAllowed
from kembar.access.queries import is_product, must_administer, who_acts
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.console import Refused, gettext
from kembar.durable import put
from kembar.evidence.actions import rebuild_disputes
from kembar.files import store
from kembar.files.content import NotAccepted
from kembar.files.content import kind_of as kind_of_file
from kembar.files.models import Attachment
from kembar.packages.archive import About, Opened, Progress, quiet, write
from kembar.packages.gathering import rows_of
from kembar.packages.leaving_out import by_day, without_persons
from kembar.packages.planning import Plan, plan_of
from kembar.packages.readme import readme
from kembar.packages.tables import IN_EVENT, Cells, Table, tables, value_of
from kembar.partnerships.actions import rebuild
from kembar.partnerships.models import Partnership
from kembar.values.ids import is_id

NAMESPACE = uuid.UUID("6b656d62-6172-4464-8973-7061636b6167")


# --- out ------------------------------------------------------------------------------------------------------------


def export_package(
    *,
    office: Office,
    target: Path,
    by: Actor,
    at: datetime,
    as_at: date | None = None,
    has_persons: bool = True,
    progress: Progress = quiet,
) -> About:
    """This will write everything an office owns into one file, whole or not at all, and note in history that it went.

    For the office's head, whoever administers the instance, and the product. Equal rows make an equal file at one
    ``at``. Refused where a file of the office is missing on the disk.
    """
    _must_lead(by, office)
    with transaction.atomic():  # one moment: nothing is written between the first and the last read
        rows = rows_of(office)
        record(
            action="package.export",
            by=by,
            at=at,
            record_kind="office",
            record_id=office.pk,
            why="" if has_persons else "without persons",
        )
    if as_at is not None:
        rows = by_day(rows, as_at)
    if not has_persons:
        rows = without_persons(rows)
    about = About(
        office={"id": str(office.pk), "slug": office.slug, "name": office.name},
        created_at=at.isoformat(timespec="seconds"),
        version=__version__,
        as_at=as_at.isoformat() if as_at else "",
        has_persons=has_persons,
    )
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            made = write(file, about, rows, _files_of(rows["files.StoredFile"]), readme, progress=progress)
        part.chmod(0o600)  # it holds personal data
        put(part, target)
    finally:
        part.unlink(missing_ok=True)
    return made


def _files_of(stored: Iterable[Cells]) -> list[tuple[str, Path]]:
    found = []
    for one in stored:
        if one["purged_at"] is not None:
            continue
        path = store.place_of(str(one["sha256"]))
        if not path.is_file():
            sentence = gettext("The file %(sha256)s is missing on the disk. Put it back from a backup, then export.")
            raise Refused(sentence % {"sha256": one["sha256"]})
        found.append((str(one["sha256"]), path))
    return found


def _must_lead(by: Actor, office: Office) -> None:
    if is_product(by):
        return
    who = who_acts(by)
    leads = any(desk.office == office.pk for desk in who.at(Permission.MANAGE_OFFICE))
    if not (leads or who.is_administrator):
        raise NotAllowed(who.denied())


# --- in -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Imported:
    """What was brought: the event that says so (None: there was nothing new) and the plan that was carried out."""

    event: Event | None
    plan: Plan


def import_package(*, package: Opened, by: Actor, at: datetime, progress: Progress = quiet) -> Imported:
    """This will bring everything of a package that is not here, in one transaction; what is here stays as it is.

    Refused, with nothing written, where a row is here with another content, or a file is not what it says. For
    whoever administers the instance. Files are put to their places before the transaction ends; where it fails they lie
    there unused until they are tidied away.
    """
    must_administer(by)
    with transaction.atomic():
        plan = plan_of(package.rows())
        if plan.conflicts:
            raise Refused(conflicts_sentence(plan))
        if not plan.is_new:
            return Imported(None, plan)
        _bring_files(package, plan)
        for number, (label, table) in enumerate(tables().items()):
            _bring(table, plan.new[label])
            progress(number + 1, len(tables()), label)
        _derive(plan.new)
        key = uuid.uuid5(NAMESPACE, f"{package.sha256} {at.isoformat()}")
        made = [Changed("package", key, label, None, _keys(label, rows)) for label, rows in plan.new.items() if rows]
        told = f"{package.about.office['name']}, {package.about.created_at}, {package.sha256}"
        event = record(
            action="package.import", by=by, at=at, changes=made, record_kind="package", record_id=key, why=told
        )
    return Imported(event, plan)


def conflicts_sentence(plan: Plan) -> str:
    """How many rows are here with another content, and the first of them."""
    first = plan.conflicts[0]
    sentence = gettext(
        "%(n)s rows are here already with another content, so nothing was written; the first is %(table)s %(key)s "
        "(%(columns)s). Ask the other office for a newer package, or undo here what was changed since."
    )
    told = {"n": len(plan.conflicts), "table": tables()[first.label].file, "key": first.key}
    return sentence % {**told, "columns": ", ".join(first.columns)}


def _bring_files(package: Opened, plan: Plan) -> None:
    """The bytes of every new file to their place, each looked at again: the other instance may be lied about."""
    sizes = package.files
    for one in plan.new["files.StoredFile"]:
        sha256 = str(one["sha256"])
        if one["purged_at"] is not None:
            continue
        if sha256 not in sizes:
            raise _not_what_it_says(sha256)
        path = package.file(sha256, partial(_received, size=sizes[sha256]))
        try:
            with path.open("rb") as file:
                kind = kind_of_file(file)
        except NotAccepted as error:
            path.unlink(missing_ok=True)
            raise _not_what_it_says(sha256) from error
        if (kind.code, str(path.stat().st_size)) != (one["kind"], one["size"]):
            path.unlink(missing_ok=True)
            raise _not_what_it_says(sha256)
        store.keep(store.Received(path, path.stat().st_size, sha256, kind, None))


def _received(packed: IO[bytes], *, size: int) -> Path:
    try:
        return store.receive(packed, limit=size)
    except NotAccepted as error:
        raise Refused(gettext("There is no room on the disk for the files of this package.")) from error


def _not_what_it_says(sha256: str) -> Refused:
    sentence = gettext("The file %(sha256)s in the package is not what the package says. Nothing was written.")
    return Refused(sentence % {"sha256": sha256})


def _bring(table: Table, rows: list[Cells]) -> None:
    """This will write new rows as they are told."""
    model: Any = table.model
    columns = [one.name for one in table.columns if one.name != IN_EVENT]
    try:
        made = [model(**{name: value_of(table, name, row[name]) for name in columns}) for row in rows]
        model._default_manager.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        sentence = gettext("A row of %(table)s clashes with one that is here (%(why)s). Nothing was written.")
        raise Refused(sentence % {"table": table.file, "why": error}) from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        sentence = gettext("The package holds a row of %(table)s that is none (%(why)s). Nothing was written.")
        raise Refused(sentence % {"table": table.file, "why": error}) from error


def _derive(new: dict[str, list[Cells]]) -> None:
    """States, search words and disputes of what was brought, and of what it bears on."""
    ties = {one["id"] for one in new["partnerships.Partnership"]}
    ties |= {
        one[column.name]
        for label, rows in new.items()
        for column in tables()[label].references()
        if column.refers_to == "partnerships.Partnership"
        for one in rows
    } - {None}
    ties |= {one["record_id"] for one in new["evidence.Statement"] if one["record_kind"] == "partnership"}
    rebuild(partnerships=Partnership.objects.filter(pk__in=list(ties)))
    rebuild_disputes(records={uuid.UUID(str(one["record_id"])) for one in new["evidence.Statement"]})


def _keys(label: str, rows: list[Cells]) -> list[Any]:
    table = tables()[label]
    if table.joins:
        return [[one[column.name] for column in table.columns] for one in rows]
    return [one[table.key] for one in rows] if label != "audit.Change" else len(rows)  # type: ignore[return-value]


# --- back -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def undo_import(*, event: Event, by: Actor, at: datetime, why: str = "") -> Event:
    """This will remove every row that an import brought, as if it had not been. Refused where somebody has worked on
    it since, or another row now rests on it. For whoever administers the instance."""
    must_administer(by)
    if event.action != "package.import" or event.undone_by.exists():
        raise Refused(gettext("This is no import that could be undone (any more)."))
    brought: dict[str, Any] = {one.attribute: one.after for one in event.changes.all()}
    _untouched(brought, event)
    bytes_of = _unused_after(brought)
    try:
        for label in reversed(list(tables())):
            if brought.get(label) and label != "audit.Change":
                _remove(tables()[label], brought[label])
    except (ProtectedError, IntegrityError) as error:
        raise Refused(gettext("Something that was entered since rests on this import; nothing was removed.")) from error
    done = record(
        action="package.undo",
        by=by,
        at=at,
        record_kind="package",
        record_id=event.record_id,
        why=why,
        undoes=event,
    )
    transaction.on_commit(lambda: _remove_bytes(bytes_of))
    return done


def _untouched(brought: dict[str, Any], event: Event) -> None:
    """Refused where an event that the import did not bring tells of one of its records."""
    own = {str(one) for one in brought.get("audit.Event", [])}
    records = [one for label, rows in brought.items() if isinstance(rows, list) for one in rows if isinstance(one, str)]
    for start in range(0, len(records), 500):
        keys = [one for one in records[start : start + 500] if is_id(one)]
        later = Event.objects.filter(record_id__in=keys).exclude(pk=event.pk).exclude(record_kind="package")
        if {str(key) for key in later.values_list("pk", flat=True)} - own:
            raise Refused(gettext("Somebody has worked on these records since; nothing was removed."))


def _unused_after(brought: dict[str, Any]) -> list[str]:
    """The files that only this import attached."""
    mine = set(brought.get("files.Attachment", []))
    stored = list(brought.get("files.StoredFile", []))
    kept = Attachment.objects.filter(stored__in=stored).exclude(pk__in=mine).values_list("stored_id", flat=True)
    brought["files.StoredFile"] = [one for one in stored if one not in set(kept)]
    return list(brought["files.StoredFile"])


def _remove_bytes(names: list[str]) -> None:
    for one in names:
        store.remove(one)


def _remove(table: Table, keys: list[Any]) -> None:
    model: Any = table.model
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        if table.joins:
            first, second = table.columns
            for one, other in part:
                model._default_manager.filter(**{first.name: one, second.name: other}).delete()
        else:
            model._default_manager.filter(**{f"{table.key}__in": part}).delete()

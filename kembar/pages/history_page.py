"""How is the history of a record shown? Entries of codes (see ``partnerships.history``) become words and lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.access.permissions import Denied
from kembar.audit.erasure import ERASED
from kembar.audit.queries import in_one_go
from kembar.evidence.models import Statement
from kembar.pages import show
from kembar.partnerships import history
from kembar.partnerships.actions.undoing import NOT_UNDONE
from kembar.partnerships.forms.said import said_kept
from kembar.partnerships.labels import ACTION
from kembar.partnerships.queries.whereabouts import kind_of
from kembar.partnerships.views.writers import Writer

MOST_LINES = 40
"""Lines of one entry that the page shows: a sheet may have brought thousands of rows."""
WHAT: dict[str, Any] = {
    history.ADDED: _("entered"),
    history.CHANGED: _("changed"),
    history.WITHDRAWN: _("withdrawn"),
    history.RESTORED: _("stands again"),
    history.STATED: _("said by a source"),
    history.TAKEN_BACK: _("statement taken back"),
    history.KEPT: _("kept complete"),
    history.HANDED: _("handed over"),
}


@dataclass(frozen=True)
class ShownLine:
    """One line: what happened to what, with the values before and after in words; ``facts`` of an added row."""

    what: Any
    kind: str
    attribute: str = ""
    before: str | None = None
    after: str | None = None
    source: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_change: bool = False


def shown(found: Iterable[history.Entry], record: Any, by: Writer | Denied) -> list[dict[str, Any]]:
    """Entries as the page shows them; ``by``: who reads, for the buttons. What values refer to is read in one query."""
    told = list(found)
    batches = in_one_go([entry.event for entry in told]) if isinstance(by, Writer) else set()
    words = show.Shown([one for entry in told for line in entry.lines[:MOST_LINES] for one in _said(line, record)])
    return [
        {
            "entry": entry,
            "action": ACTION.get(entry.action, entry.action),
            "why": _readable(entry.why),
            "lines": [_line(line, record, words) for line in entry.lines[:MOST_LINES]],
            "has_more": len(entry.lines) > MOST_LINES,
            "files": _files(entry),
            "is_undoable": isinstance(by, Writer) and _is_undoable(entry, by),
            "is_of_batch": entry.event.batch in batches,
        }
        for entry in told
    ]


def _files(entry: history.Entry) -> list[dict[str, Any]]:
    """The files that an event attached, described or withdrew, by the name they had then."""
    found = {}
    for change in entry.event.changes.all():
        if change.subject_kind == "attachment":
            told = change.after if isinstance(change.after, dict) else {}
            name = str(told.get("title") or told.get("name") or _("the file"))
            found[change.subject_id] = {"id": change.subject_id, "name": _readable(name)}
    return list(found.values())


def _is_undoable(entry: history.Entry, by: Writer) -> bool:
    """Whether a button is worth showing: what rests on it is looked for when it is pressed."""
    event = entry.event
    is_own = event.office_id == by.office.pk and (by.may_decide or event.by_user_id == by.user.pk)
    return is_own and not entry.undone and event.action not in NOT_UNDONE


def _line(line: history.Line, record: Any, words: show.Shown) -> ShownLine:
    def told(attribute: str, value: Any) -> str | None:
        if attribute == "is_published":
            return str(_("published") if value else _("for the offices alone"))
        if value in (None, "", [], {}):
            return None
        if ERASED in str(value):
            return str(_("erased"))
        return words.said(_statement(line, record, attribute, value))

    if line.what == history.KEPT:
        now, then = (said_kept(value, show.language()) or None for value in (line.after, line.before))
        return ShownLine(WHAT[line.what], str(_("Complete record")), before=then, after=now, is_change=True)
    if line.what == history.HANDED:
        giver, receiver = (_readable(value) if value else None for value in (line.before, line.after))
        return ShownLine(WHAT[line.what], str(_("Office that keeps it")), before=giver, after=receiver, is_change=True)
    facts = tuple(
        (show.attribute_label(line.kind, code), text)
        for code, value in line.values.items()
        if (text := told(code, value)) is not None
    )
    has_values = line.what in (history.CHANGED, history.STATED)
    is_address = line.attribute == "slug"
    return ShownLine(
        what=WHAT[line.what],
        kind=str(_("statement")) if line.kind == "statement" else show.kind_label(line.kind),
        attribute=_attribute(line) if has_values else "",
        before=line.before if is_address else told(line.attribute, line.before) if has_values else None,
        after=line.after if is_address else told(line.attribute, line.after) if has_values else None,
        source=line.source,
        facts=facts,
        is_change=line.what == history.CHANGED,
    )


def _attribute(line: history.Line) -> str:
    if line.attribute == "is_published":
        return str(_("who may read it"))
    return str(_("address")) if line.attribute == "slug" else show.attribute_label(line.kind, line.attribute)


def _readable(why: str) -> Any:
    return why.replace(ERASED, str(_("erased")))


def _said(line: history.Line, record: Any) -> list[Statement]:
    values = {**line.values, **({line.attribute: line.after} if line.attribute else {})}
    found = [_statement(line, record, code, value) for code, value in values.items()]
    if line.attribute and line.before is not None:
        found.append(_statement(line, record, line.attribute, line.before))
    return [one for one in found if one.value is not None and ERASED not in str(one.value)]


def _statement(line: history.Line, record: Any, attribute: str, value: Any) -> Statement:
    """A value as a statement that is not kept, so that it is shown by the same words as those that are."""
    return Statement(
        subject_kind=line.kind,
        subject_id=line.row,
        record_kind=kind_of(record).code,
        record_id=record.pk,
        attribute=attribute,
        value=value,
    )

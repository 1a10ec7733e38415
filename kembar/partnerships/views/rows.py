"""The form of a row: entering one, changing one. Nothing typed is lost, whatever is wrong with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.form_marks import Mark, mark_in
from kembar.access.kept_forms import kept_form
from kembar.access.labels import denied_sentence
from kembar.access.models import User
from kembar.access.permissions import NotAllowed
from kembar.audit.models import Event
from kembar.evidence.catalogue import Kind, kinds
from kembar.partnerships.actions.refusals import ConflictError, Refused
from kembar.partnerships.actions.rows import RECORDS, add_row, change_row
from kembar.partnerships.actions.writing import Written
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.layout import kind_at, layout_of, title_of
from kembar.partnerships.forms.references import New, said_row
from kembar.partnerships.forms.row_form import RowForm
from kembar.partnerships.queries.whereabouts import kind_of, named, parent_of, record_of_row
from kembar.partnerships.views.conflicts import conflict_page
from kembar.partnerships.views.writers import Writer, tongue, writer

AGAIN = "again"


def own_kind(address: str) -> Kind:
    """The kind that an address names, among those that offices keep."""
    kept = {code: own for code, own in kinds().items() if hasattr(own.model, "kept_by_id") or code in RECORDS}
    found = kind_at(address, kept)
    if found is None:
        raise Http404(_("There is no kind of entry called %(kind)s.") % {"kind": address})
    return found


def row_at(own: Kind, pk: uuid.UUID) -> Any:
    row = own.model.objects.filter(pk=pk).first()
    if row is None or not hasattr(row, "kept_by_id"):
        raise Http404(_("There is no such entry; it may have been removed."))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def new_record(request: HttpRequest, kind: str) -> HttpResponse:
    """A government, organisation, person, offer or count, which stand on their own."""
    own = own_kind(kind)
    if own.code not in RECORDS:
        raise Http404(_("This kind of entry belongs to another one; open that first."))
    return _entry(request, own, parent=None, record=None)


@require_http_methods(["GET", "HEAD", "POST"])
def new_row(request: HttpRequest, kind: str, pk: uuid.UUID, child: str) -> HttpResponse:
    parent = row_at(own_kind(kind), pk)
    own = own_kind(child)
    if own.code not in kinds()[own_kind(kind).code].children.values():
        raise Http404(_("This kind of entry does not belong there."))
    return _entry(request, own, parent=parent, record=record_of_row(parent))


def _entry(request: HttpRequest, own: Kind, *, parent: Any, record: Any) -> HttpResponse:
    by = writer(request, record)
    form = RowForm(own, record=record, parent=parent, office=by.office, language=tongue())
    if request.method != "POST":
        return _opened(request, form, by)

    def write(values: Mapping[str, Any], batch: uuid.UUID | None) -> Written:
        return add_row(
            kind=own.code,
            parent=parent,
            values=values,
            by=by.actor,
            at=by.at,
            source=form.source,
            places=form.places(values),
            why=form.sourced.typed["why"].strip(),
            batch=batch,
        )

    return _sent(request, form, by, write)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    own = own_kind(kind)
    row = row_at(own, pk)
    record = record_of_row(row)
    by = writer(request, record)
    form = RowForm(own, record=record, parent=parent_of(row), row=row, office=by.office, language=tongue())
    if request.method != "POST":
        return _opened(request, form, by)

    def write(values: Mapping[str, Any], batch: uuid.UUID | None) -> Written:
        return change_row(
            row=row,
            values=values,
            expected_version=form.version,
            by=by.actor,
            at=by.at,
            source=form.source,
            places=form.places(values),
            why=form.sourced.typed["why"].strip(),
            batch=batch,
        )

    return _sent(request, form, by, write)


def _opened(request: HttpRequest, form: RowForm, by: Writer) -> HttpResponse:
    typed = kept_form(request)
    form.start_with(request.GET)
    if typed is not None:
        form.take(typed)
        form.read()
    return page(request, form, by, has_come_back=typed is not None)


def _sent(request: HttpRequest, form: RowForm, by: Writer, write: Callable[..., Written]) -> HttpResponse:
    form.take(request.POST)
    if not form.read():
        return page(request, form, by, status=422)
    try:
        written, is_second = _written(request, form, by, write)
    except Refused as refused:
        form.tell(refused.faults)
        return page(request, form, by, status=422)
    except ConflictError as conflict:
        return conflict_page(request, form, by, conflict)
    except NotAllowed as refused:
        raise PermissionDenied(denied_sentence(refused.denied)) from refused
    _say(request, form, written, is_second)
    return _where_next(request, form, written)


@transaction.atomic
def _written(
    request: HttpRequest, form: RowForm, by: Writer, write: Callable[..., Written]
) -> tuple[Written | None, bool]:
    """What was written, once however often the form was sent; and whether this was not the first time."""
    mark = mark_in(request.POST)
    if mark is not None and is_sent_before(mark, by):
        return None, True
    batch = mark.batch if mark is not None else None
    values = {code: _entered(value, by, batch) for code, value in form.values.items()}
    return write(values, batch), False


def is_sent_before(mark: Mark, by: Writer) -> bool:
    """Whether this very form has written already. Holds the account, so that of two at once one waits."""
    User.objects.select_for_update().get(pk=by.user.pk)
    return Event.objects.filter(batch=mark.batch).exists()


def _entered(value: Any, by: Writer, batch: uuid.UUID | None) -> Any:
    """A value as it is kept; what is new is entered first, in the same batch."""
    if not isinstance(value, New):
        return value
    return entered_along(value, by, batch).slug


def entered_along(new: New, by: Writer, batch: uuid.UUID | None) -> Any:
    """The row of somebody or something that was not known yet, as little of it as was told."""
    name: Any = new.name if new.kind == "person" else {tongue(): new.name}
    values: dict[str, Any] = {"name": name}
    place = named("place", new.place) if new.place is not None else None
    if place is not None:
        values |= {"seat": str(place.pk), "country": place.country_id}
    return add_row(kind=new.kind, values=values, by=by.actor, at=by.at, batch=batch).row


def _say(request: HttpRequest, form: RowForm, written: Written | None, is_second: bool) -> None:
    if is_second:
        messages.info(request, _("This form was sent twice. It was written once."))
        return
    assert written is not None
    if written.event is None:
        messages.info(request, _("Nothing was changed: everything stands so already."))
        return
    what = title_of(form.own)
    if written.states_otherwise:
        text = _("Noted beside the entry of the other office: what differs now shows as a dispute.")
    else:
        text = _("Saved: %(what)s.") % {"what": what}
    understood = [
        _("“%(typed)s” is understood as: %(date)s.") % {"typed": typed, "date": date}
        for _label, typed, date in form.understood
        if typed != date
    ]
    undo = reverse("undo", args=[written.event.pk])
    messages.success(
        request, format_html('{} <a href="{}">{}</a>', " ".join([text, *understood]), undo, _("Undo this"))
    )
    lacking = [f"{one.label} ({one.needed_for})" for one in form.inputs.values() if one.needed_for]
    if lacking:
        messages.info(request, _("Still needed: %(what)s.") % {"what": "; ".join(lacking)})


def _where_next(request: HttpRequest, form: RowForm, written: Written | None) -> HttpResponse:
    """Back to an empty form to add another, else to where the entry now stands."""
    if request.POST.get("then") == AGAIN and form.row is None:
        return HttpResponseRedirect(request.path)
    row = written.row if written is not None else form.row or form.parent
    return HttpResponseRedirect(kept_at(row) if row is not None else reverse("home"))


def kept_at(row: Any) -> str:
    """The page on which the rows of a record are kept, at this row."""
    record = record_of_row(row)
    own = next(one for one in kinds().values() if one.model is type(record))
    anchor = "" if record.pk == row.pk else f"#r-{row.pk.hex[:8]}"
    return reverse("keep-record", args=[layout_of(own).address, record.pk]) + anchor


def page(
    request: HttpRequest, form: RowForm, by: Writer, *, has_come_back: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "writer": by,
        "own": form.own,
        "title": title_of(form.own),
        "record": form.record,
        "record_name": said_row(_code(form.record), form.record, tongue()) if form.record is not None else "",
        "below": _below(form),
        "back": kept_at(form.row or form.parent) if form.record is not None else reverse("home"),
        "is_new": form.row is None,
        "is_others": form.row is not None and form.row.kept_by_id != by.office.pk,
        "others_office": form.row.kept_by.name if form.row is not None and form.row.kept_by else "",
        "has_come_back": has_come_back,
        "kept_mark": "",
        "trail": trail(form.record, title_of(form.own)),
    }
    return render(request, "partnerships/row_form.html", context, status=status)


def _below(form: RowForm) -> str:
    """What a row belongs to, where that is not the record itself: the paper of a signature."""
    parent = form.parent
    if parent is None or form.record is None or parent.pk == form.record.pk:
        return ""
    return described(kind_of(parent), parent, form.setting.sides, tongue())


def trail(record: Any, last: str) -> list[dict[str, str]]:
    """Where a form stands: the list, the record, this form."""
    steps = [{"label": _("Partnerships"), "url": reverse("partnerships")}]
    if record is not None:
        code = _code(record)
        name = said_row(code, record, tongue()) or title_of(kinds()[code])
        steps.append({"label": name, "url": kept_at(record)})
    return [*steps, {"label": last, "url": ""}]


def _code(record: Any) -> str:
    return next((code for code, one in kinds().items() if one.model is type(record)), "")

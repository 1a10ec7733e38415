"""Opening a partnership: our government, the partner, how the tie is called. A partner that is not known yet is entered
on the way."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.form_marks import mark_in
from kembar.access.kept_forms import kept_form
from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.evidence.catalogue import kind as kind_called
from kembar.partnerships import labels
from kembar.partnerships.actions.opening import Opened, open_partnership
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.rows import change_row
from kembar.partnerships.forms.inputs import Text
from kembar.partnerships.forms.references import New, Option, options_for, said_row
from kembar.partnerships.forms.row_form import RowForm
from kembar.partnerships.models import Government, Party
from kembar.partnerships.queries.reading import ties
from kembar.partnerships.queries.same import open_with_same_parties
from kembar.partnerships.queries.whereabouts import named
from kembar.partnerships.views.rows import entered_along, is_sent_before, kept_at
from kembar.partnerships.views.writers import Writer, tongue, writer

KINDS = ("government", "organisation")
LEVEL = "partner-level"


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """First the two parties, each looked for and picked in the address; then the few questions on the tie."""
    by = writer(request, None)
    ours = _picked(request.GET.get("kita", "") or _own_government(by))
    theirs = _picked(request.GET.get("mitra", ""))
    if ours is None or theirs is None or _is_one(ours, theirs):
        return _choosing(request, by, ours, theirs)
    return _opening(request, by, ours, theirs)


def _own_government(by: Writer) -> str:
    government = by.office.government
    return f"government:{government.slug}" if government is not None else ""


def _is_one(ours: Any, theirs: Any) -> bool:
    return bool(type(ours) is type(theirs) and ours == theirs)


def _picked(text: str) -> Any:
    """A known party, a new one, or None: ``government:bogor``, ``government:place:1650357``, ``organisation:new:X``."""
    kind, _colon, value = text.partition(":")
    if kind not in KINDS or not value or "\x00" in value:
        return None
    if value.startswith("place:"):
        place = named("place", value.removeprefix("place:"))
        return New("government", place.name, place.pk) if place is not None else None
    if value.startswith("new:"):
        name = value.removeprefix("new:").strip()[:300]
        return New(kind, name) if name else None
    row = named(kind, value)
    return row if row is not None and row.withdrawn_at is None else None


def _choosing(request: HttpRequest, by: Writer, ours: Any, theirs: Any) -> HttpResponse:
    """Both parties are looked for with GET, so that it works without scripts and every step has an address."""
    kept = {name: request.GET[name] for name in ("kita", "mitra", "kantor") if request.GET.get(name)}
    context = {
        "writer": by,
        "ours": _said(ours),
        "ours_options": _found(request, "cari-kita", "kita", kept),
        "ours_text": request.GET.get("cari-kita", "")[:200],
        "theirs": _said(theirs) if not _is_one(ours, theirs) else "",
        "theirs_options": _found(request, "cari-mitra", "mitra", kept),
        "theirs_text": request.GET.get("cari-mitra", "")[:200],
        "is_one": ours is not None and theirs is not None and _is_one(ours, theirs),
        "change_ours": "ganti" in request.GET or ours is None,
        "kept": {name: [value] for name, value in kept.items() if name != "mitra"},
        "trail": _trail(),
    }
    return render(request, "partnerships/choose_parties.html", context)


def _found(request: HttpRequest, typed_as: str, picked_as: str, kept: dict[str, str]) -> list[dict[str, str]]:
    text = request.GET.get(typed_as, "").replace("\x00", "")[:200]
    if not text.strip():
        return []
    found = []
    for kind in KINDS:
        for one in options_for(kind, text, tongue()):
            value = f"new:{text.strip()}" if one.value == "new" else one.value
            query = urlencode(kept | {picked_as: f"{kind}:{value}"})
            found.append({"url": f"?{query}", "name": one.name, "detail": _detail(kind, one)})
    return found


def _detail(kind: str, one: Option) -> str:
    if one.value != "new":
        return one.detail
    what = {"government": _("a government"), "organisation": _("an organisation")}[kind]
    return _("not known here yet: enter it as %(what)s") % {"what": what}


def _said(who: Any) -> str:
    if who is None:
        return ""
    if isinstance(who, New):
        return who.name
    return said_row(_kind(who), who, tongue())


def _kind(who: Any) -> str:
    return who.kind if isinstance(who, New) else "government" if isinstance(who, Government) else "organisation"


def _opening(request: HttpRequest, by: Writer, ours: Any, theirs: Any) -> HttpResponse:
    own = kind_called("partnership")
    form = RowForm(own, record=None, office=by.office, language=tongue())
    name = form.inputs["name"]
    assert isinstance(name, Text)
    name.show({tongue(): "–".join(sorted((_said(ours), _said(theirs)), key=str.casefold))})
    if not _are_known(theirs) or _kind(theirs) == "government":
        form.inputs["form"].show("sister_city")
    typed = request.POST if request.method == "POST" else kept_form(request)
    level = ""
    if typed is not None:
        form.take(typed)
        level = typed.get(LEVEL, "")
    if request.method == "POST":
        answer = _opened(request, form, by, ours, theirs, level)
        if answer is not None:
            return answer
    elif typed is not None:
        form.read()
    context = {
        "form": form,
        "writer": by,
        "ours": _said(ours),
        "theirs": _said(theirs),
        "theirs_is_new": isinstance(theirs, New),
        "asks_level": isinstance(theirs, New) and theirs.kind == "government",
        "level": level,
        "levels": [
            ("", _("not told")),
            *((code, word) for code, word in labels.LEVEL.items() if code not in ("organisation", "not_stated")),
        ],
        "same": _same(form, ours, theirs, by),
        "back": reverse("open-partnership"),
        "is_new": True,
        "no_more": True,
        "has_come_back": request.method != "POST" and typed is not None,
        "kept_mark": "",
        "trail": _trail(),
    }
    return render(request, "partnerships/open.html", context, status=422 if form.has_faults else 200)


def _are_known(*who: Any) -> bool:
    return not any(isinstance(one, New) for one in who)


def _same(form: RowForm, ours: Any, theirs: Any, by: Writer) -> list[dict[str, str]]:
    """Open records of the same parties that may be read, of whatever form: shown before a second one is opened."""
    if not _are_known(ours, theirs):
        return []
    parties = [_draft(ours), _draft(theirs)]
    others = open_with_same_parties(form.own.model(), parties, timezone.localdate(by.at), any_form=True)
    may_be_read = set(ties(by.who).filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    return [
        {
            "url": reverse("partnership", args=[other.slug]),
            "name": said_row("partnership", other, tongue()),
            "form": labels.choice("partnership", "form", other.form),
            "origin": str(labels.ORIGIN[other.origin]),
        }
        for other in others
        if other.pk in may_be_read
    ]


def _draft(who: Any) -> Party:
    return Party(role="party", government=who) if isinstance(who, Government) else Party(role="party", organisation=who)


def _opened(request: HttpRequest, form: RowForm, by: Writer, ours: Any, theirs: Any, level: str) -> HttpResponse | None:
    if not form.read():
        return None
    if level and level not in labels.LEVEL:
        form.tell([Fault("government", "level", "unknown_choice", {"value": level})])
        return None
    values = dict(form.values)
    try:
        opened = _written(request, form, by, values, ours, theirs, level)
    except Refused as refused:
        form.tell(refused.faults)
        return None
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    if opened is None:
        messages.info(request, _("This form was sent twice. It was written once."))
        return HttpResponseRedirect(reverse("partnerships"))
    slugs = [one.slug for one in opened.warnings]
    may_be_read = set(ties(by.who).filter(slug__in=slugs).values_list("slug", flat=True))
    for one in opened.warnings:
        if one.slug not in may_be_read:
            messages.warning(request, _("Another office has an open record of the same parties that you may not read."))
            continue
        url = reverse("partnership", args=[one.slug])
        text = _("There is another open record of the same parties:")
        name = said_row("partnership", named("partnership", one.slug), tongue())
        messages.warning(request, format_html('{} <a href="{}">{}</a>', text, url, name))
    messages.success(request, _("Opened. Now enter what is in the papers: the first letter, the instrument, a visit."))
    return HttpResponseRedirect(kept_at(opened.partnership))


@transaction.atomic
def _written(
    request: HttpRequest, form: RowForm, by: Writer, values: dict[str, Any], ours: Any, theirs: Any, level: str
) -> Opened | None:
    mark = mark_in(request.POST)
    if mark is not None and is_sent_before(mark, by):
        return None
    batch = mark.batch if mark else None
    parties = [{_kind(one): _entered(one, by, batch, level).slug} for one in (ours, theirs)]
    return open_partnership(
        form=values.pop("form", ""),
        parties=parties,
        name=values.pop("name", None),
        values=values,
        source=form.source,
        places=form.places([*values, "form", "name"]),
        why=form.sourced.typed["why"].strip(),
        by=by.actor,
        at=by.at,
        batch=batch,
    )


def _entered(who: Any, by: Writer, batch: uuid.UUID | None, level: str) -> Any:
    if not isinstance(who, New):
        return who
    row = entered_along(who, by, batch)
    if level and who.kind == "government":
        values = {"level": level}
        change_row(row=row, values=values, expected_version=row.version, by=by.actor, at=by.at, batch=batch)
    return row


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Partnerships"), "url": reverse("partnerships")}, {"label": _("Open a record"), "url": ""}]

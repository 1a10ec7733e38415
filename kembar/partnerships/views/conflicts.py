"""Two people changed one entry: the second sees both versions, question by question, and chooses; nothing is lost."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kembar.access.kept_forms import typed_in
from kembar.partnerships.actions.refusals import ConflictError
from kembar.partnerships.forms.row_form import BASE, CHOICE, SALT, THEIRS, VERSION, RowForm
from kembar.partnerships.forms.said import said
from kembar.partnerships.views.writers import Writer


def conflict_page(request: HttpRequest, form: RowForm, by: Writer, conflict: ConflictError) -> HttpResponse:
    """Both versions of what either changed. What was typed goes along; the next save rests on the new version."""
    current = dict(conflict.current)
    rows = []
    for code, attribute in form.own.attributes.items():
        mine, now, before = form.values.get(code, form.base.get(code)), current.get(code), form.base.get(code)
        is_mine, is_theirs = code in form.values, now != before
        if not (is_mine or is_theirs) or code not in form.inputs:
            continue
        rows.append(
            {
                "name": CHOICE + code,
                "label": form.inputs[code].label,
                "before": said(form.own, attribute, before, form.setting),
                "theirs": said(form.own, attribute, now, form.setting),
                "mine": said(form.own, attribute, mine, form.setting),
                "is_mine": is_mine,
                "is_theirs": is_theirs,
                "is_both": is_mine and is_theirs and mine != now,
                "is_same": is_mine and is_theirs and mine == now,
            }
        )
    typed = {name: values for name, values in typed_in(request.POST).items() if not name.startswith(CHOICE)}
    asked = {row["name"] for row in rows if row["is_mine"] and not row["is_same"]}
    for code in form.inputs:  # what was left as it was must not be written over what the other wrote
        if CHOICE + code not in asked:
            typed[CHOICE + code] = [THEIRS]
    typed[BASE] = [signing.dumps({code: current.get(code) for code in form.base}, salt=SALT, compress=True)]
    typed[VERSION] = [str(conflict.found)]
    context = {
        "rows": rows,
        "typed": typed,
        "conflict": conflict,
        "form": form,
        "writer": by,
        "title": _("Somebody else changed it meanwhile"),
        "is_withdrawn": conflict.row.withdrawn_at is not None,
    }
    return render(request, "partnerships/conflict.html", context, status=409)

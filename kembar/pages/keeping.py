"""Which buttons to write with does a page to read show? Only to those who may, and as links: the forms say the rest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kembar.evidence.catalogue import kind
from kembar.partnerships.forms.layout import layout_of, title_of
from kembar.partnerships.queries.whereabouts import kind_of
from kembar.partnerships.views.writers import Writer, writer_or_none

FIRST = ("contact", "activity", "instrument")
"""What an office enters most often."""


def keeping(request: HttpRequest, record: Any) -> dict[str, Any]:
    """``keep_url``, empty for who may not write here, and ``keep_first``: the forms that are needed most."""
    by = writer_or_none(request, record) if request.user.is_authenticated else None
    if not isinstance(by, Writer):
        return {"keep_url": "", "keep_first": []}
    own = kind_of(record)
    address = layout_of(own).address
    first = [kind(code) for code in FIRST if code in own.children.values()]
    return {
        "may_publish": by.may_decide,
        "keep_url": reverse("keep-record", args=[address, record.pk]),
        "keep_first": [
            {"label": title_of(one), "url": reverse("new-row", args=[address, record.pk, layout_of(one).address])}
            for one in first
        ],
    }

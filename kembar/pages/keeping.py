"""Which links to write with does a page to read show? Only to those who may write there; the forms say the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.catalogue import kind
from kembar.pages.show import anchor
from kembar.partnerships.forms.layout import layout_of, title_of
from kembar.partnerships.queries.whereabouts import kind_of
from kembar.partnerships.views.writers import Writer, writer_or_none

FIRST = ("contact", "activity", "instrument")
"""What an office enters most often."""


def keeping(request: HttpRequest, record: Any, rows: Iterable[Any] = ()) -> dict[str, Any]:
    """``keep_url``, empty for who may not write here; ``keep_first``: the forms that are needed most; ``change_links``
    and ``add_links``: what stands beside each of the ``rows`` that the page shows, and at each section (see the tags
    of those names)."""
    by = writer_or_none(request, record) if request.user.is_authenticated else None
    if not isinstance(by, Writer):
        return {"keep_url": "", "keep_first": [], "change_links": {}, "add_links": {}}
    own = kind_of(record)
    address = layout_of(own).address
    below = [kind(code) for code in own.children.values()]
    adding = {
        one.code: {"label": title_of(one), "url": reverse("new-row", args=[address, record.pk, layout_of(one).address])}
        for one in below
    }
    change, otherwise = _("Change"), _("State otherwise")
    return {
        "may_publish": by.may_decide,
        "keep_url": reverse("keep-record", args=[address, record.pk]),
        "keep_first": [adding[code] for code in FIRST if code in adding],
        "add_links": adding,
        "change_links": {
            anchor(row.pk): {
                "url": reverse("change-row", args=[layout_of(kind_of(row)).address, row.pk]),
                "label": change if row.kept_by_id == by.office.pk else otherwise,
            }
            for row in rows
        },
    }

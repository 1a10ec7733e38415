"""Which filters and tags does every template have without loading them?

Filters say values in the reader's language; what is missing is shown as unknown, never as nothing. Tags make links that
keep the day the reader looks at, labels of states and references to lines of documents.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.analysis.edtf import Days, Edtf
from kembar.analysis.truth import Truth
from kembar.places.rules import unit_name
from kembar.ui import words
from kembar.ui.as_at import PARAMETER
from kembar.ui.states import FORMAL, KINDS, StateLook, look_of

register = template.Library()
MAP_TABLE_ROWS = 200

SHOWN_SOURCES = 3
SOURCE_LABELS = {"gazetteer": "GeoNames"}
"""Sources that are better known by another name than their code."""


def _language() -> str:
    return get_language() or "id"


# --- links -----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def link(context: Context, url_name: str, *args: Any, anchor: str = "", query: str = "", **kwargs: Any) -> str:
    """The address of a page at the day the reader has chosen: ``{% link 'partnership' slug %}``.

    ``query`` is added as it stands (``"state=expired"``), ``anchor`` without its sign.
    """
    return _address(context, reverse(url_name, args=args or None, kwargs=kwargs or None), query, anchor)


@register.simple_tag(takes_context=True)
def keep(context: Context, url: str) -> str:
    """An address that a view made, at the day the reader has chosen: ``{% keep step.url %}``."""
    path, sign, anchor = url.partition("#")
    if not path:
        return url
    path, _mark, query = path.partition("?")
    return _address(context, path, query) + sign + anchor


def _address(context: Context, path: str, query: str = "", anchor: str = "") -> str:
    request = context.get("request") or getattr(context, "request", None)  # ``include … only`` hides the name
    parts = [query] if query else []
    if request is not None and getattr(request, "as_at_given", False):
        parts.append(urlencode({PARAMETER: request.as_at_text}))
    return path + ("?" + "&".join(parts) if parts else "") + (f"#{anchor}" if anchor else "")


@register.simple_tag(takes_context=True)
def source_ref(context: Context, code: str, line: int | str | None = None, note: str = "") -> SafeString:
    """A small citation such as 004:79, which leads to that line's place on the document's page.

    ``line`` may be a number, a range as text (``"83-85"``) or missing; ``note`` is the term found there. Documents
    other than the five have other codes and the same address.
    """
    return _reference(context, code, "" if line is None else str(line), note)


@register.simple_tag(takes_context=True)
def source_refs(context: Context, sources: Sequence[Mapping[str, Any]] | None) -> SafeString:
    """Citations in a row: the first three, the rest folded behind their number.

    ``sources``: list of {code, line, note?, credited?}; ``credited`` is whom the source credits at that place.
    """
    rows = list(sources or ())
    shown = [_credited(context, row) for row in rows]
    few = len(shown) <= SHOWN_SOURCES + 1  # folding a single one would save nothing
    first = SafeString(" ".join(shown if few else shown[:SHOWN_SOURCES]))
    if few:
        return first
    rest = shown[SHOWN_SOURCES:]
    return format_html(
        '{} <details class="more"><summary>+{}<span class="visually-hidden"> {}</span></summary> {}</details>',
        first,
        len(rest),
        _("more places"),
        SafeString(" ".join(rest)),
    )


def _credited(context: Context, row: Mapping[str, Any]) -> SafeString:
    line = row.get("line")
    reference = _reference(context, row["code"], "" if line is None else str(line), row.get("note") or "")
    if not row.get("credited"):
        return reference
    who = _("%(author)s, in") % {"author": row["credited"]}
    return format_html('<span class="credited">{} {}</span>', who, reference)


def _reference(context: Context, code: str, line: str, note: str) -> SafeString:
    label = f"{code}:{line}" if line else SOURCE_LABELS.get(code, code)
    title = f"“{note}”" if note else ""
    if not title:
        title = (
            _("Document %(code)s, line %(line)s") % {"code": code, "line": line}
            if line
            else _("Document %(code)s") % {"code": label}
        )
    fragment = f"L{line.partition('-')[0].partition('–')[0].strip()}" if line else ""
    address = _address(context, reverse("document", args=[code]), anchor=fragment)
    return format_html('<a class="cite" href="{}" title="{}">{}</a>', address, title, label)


# --- writing from a page to read --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def change_link(context: Context, row: UUID | str, what: str = "") -> SafeString | str:
    """A quiet link to the form of a row, for those whose page has ``change_links`` (anchor -> url, label); for others
    nothing. ``row``: its id or anchor; ``what`` it is, for who hears the link alone."""
    anchor = f"r-{row.hex[:8]}" if isinstance(row, UUID) else row
    found = (context.get("change_links") or {}).get(anchor)
    if found is None:
        return ""
    return format_html(
        '<a class="quiet no-print" href="{}">{}<span class="visually-hidden">: {}</span></a>',
        found["url"],
        str(found["label"]).lower(),
        what if len(what) <= 60 else f"{what[:59]}…",
    )


@register.simple_tag(takes_context=True)
def add_links(context: Context, *kinds: str) -> SafeString | str:
    """Quiet links to enter something of these kinds, for those whose page has ``add_links`` (kind -> url, label)."""
    found = [one for kind in kinds if (one := (context.get("add_links") or {}).get(kind))]
    if not found:
        return ""
    links = format_html_join(
        " ",
        '<a class="quiet" href="{}">{}</a>',
        ((one["url"], _("enter %(what)s") % {"what": _lower_first(str(one["label"]))}) for one in found),
    )
    return format_html('<p class="quiet-actions no-print">{}</p>', links)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- values in the reader's language ---------------------------------------------------------------------------------


def unknown_mark(word: str = "") -> SafeString:
    return format_html('<span class="unknown">{}</span>', word or _("unknown"))


@register.simple_tag
def unknown(word: str = "") -> SafeString:
    """What is not known, said in words and set apart from values."""
    return unknown_mark(word)


def _is_missing(value: object) -> bool:
    return value is None or value == ""


@register.filter
def day(value: date | None) -> str:
    """21 September 2016."""
    return unknown_mark() if _is_missing(value) else words.day(value, _language())  # type: ignore[arg-type]


@register.filter
def edtf(value: Edtf | str | None) -> str:
    """A date as the source gives it: November 2016, about 2016, 2010 – ?."""
    if _is_missing(value) or (isinstance(value, Edtf) and value.is_unknown):
        return unknown_mark()
    return words.edtf(value, _language())  # type: ignore[arg-type]


@register.filter
def moment(value: Edtf | str | None) -> str:
    """The date of what happened once, known to the day or within bounds: some time between 2015 and 2020."""
    if _is_missing(value) or (isinstance(value, Edtf) and value.is_unknown):
        return unknown_mark()
    return words.moment(value, _language())  # type: ignore[arg-type]


@register.filter
def some_day(value: Edtf | tuple[date | None, date | None] | None) -> str:
    """A day that is only known to lie in a range: some day in May 2021."""
    if value is None:
        return unknown_mark()
    earliest, latest = (value.earliest, value.latest) if isinstance(value, Edtf) else value
    if earliest is None and latest is None:
        return unknown_mark()
    return words.some_day(earliest, latest, _language())


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """1.234 in Indonesian, 1,234 in English."""
    return unknown_mark() if _is_missing(value) else words.number(value, _language(), decimals)  # type: ignore[arg-type]


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole per cent."""
    return unknown_mark() if _is_missing(share) else words.percent(share, _language())  # type: ignore[arg-type]


@register.filter
def km(value: float | None) -> str:
    """A distance in kilometres."""
    return unknown_mark() if _is_missing(value) else words.km(value, _language())  # type: ignore[arg-type]


@register.filter
def days_range(value: Days | tuple[int, int] | int | None) -> str:
    """64 days, or 300 to 364 days."""
    return unknown_mark() if value is None else words.days_range(value, _language())


@register.filter
def country(code: str | None) -> str:
    """The name of a country by its code of two letters."""
    return unknown_mark() if _is_missing(code) else words.country(code, _language())  # type: ignore[arg-type]


@register.filter
def unit(place: Any) -> str:
    """The name of the first-level unit of a place in the reader's language, empty where none is known."""
    return unit_name(place.unit, place.country_id, _language())


@register.filter
def text(value: Mapping[str, str] | str | None) -> str:
    """A text of the product in the reader's language; one that exists in another language alone is marked as such."""
    if _is_missing(value):
        return ""
    if isinstance(value, str):
        return value
    assert value is not None
    language = _language()[:2]
    if value.get(language):
        return value[language]
    for other, words_there in value.items():
        if words_there:
            return in_language(words_there, other)
    return ""


@register.filter
def in_language(value: str | None, language: str) -> str:
    """What users or sources wrote, marked with its language, so that it is pronounced and hyphenated rightly."""
    if _is_missing(value):
        return ""
    if not language or language == _language()[:2]:
        return str(value)
    return format_html('<span lang="{}">{}</span>', language, value)


# --- states and answers ----------------------------------------------------------------------------------------------


def label(look: StateLook, word: str = "") -> SafeString:
    return format_html(
        '<span class="state state-{}"><span class="glyph" aria-hidden="true">{}</span>{}</span>',
        look.tone,
        look.glyph,
        word or look.word,
    )


@register.simple_tag
def state(code: str, kind: str = "", word: str = "") -> SafeString:
    """A state as a small outlined label: ``{% state "in_force" %}``, ``{% state "unknown" "signal" %}``.

    ``word`` replaces the word and leaves the shape (``{% state "disputed" word="2" %}`` would lose it: give words).
    """
    return label(look_of(str(code), kind), word)


@register.simple_tag
def states_of(kind: str) -> tuple[StateLook, ...]:
    """All states of one kind, for a legend: ``{% states_of "formal" as states %}``."""
    return KINDS[kind]


@register.simple_tag
def truth(value: Truth | bool | str | None) -> SafeString:
    """Yes, no or unknown, with shape and word, and without a frame."""
    answer = Truth.of(value) if value is None or isinstance(value, bool) else Truth(value)
    look = look_of(answer.value, "truth")
    return format_html(
        '<span class="truth truth-{}"><span class="glyph" aria-hidden="true">{}</span>{}</span>',
        answer.value,
        look.glyph,
        look.word,
    )


# --- small helpers of components -------------------------------------------------------------------------------------


@register.filter
def lookup(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """The value under a key that is itself a variable; None where there is none."""
    return None if mapping is None else mapping.get(key)


@register.simple_tag
def map_words() -> dict[str, Any]:
    """The words that the map's script needs, in the reader's language."""
    return {
        "map": _("Map of partnerships. The same partnerships are in the table below."),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "world": _("World"),
        "home": _("Indonesia"),
        "many": _("%(names)s: zoom in"),
        "ties": _("partnerships: %(n)s"),
        "uncertain": _("uncertain"),
        "failed": _("The coastlines could not be loaded; the partnerships are in the table below."),
        "states": [{"code": look.code, "glyph": look.glyph, "word": str(look.word)} for look in FORMAL],
    }


@register.simple_tag
def map_rows(map_data: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The first arcs of a map with the places they join, for the table that says the same, and how many are left out.

    A table of thousands of rows would weigh more than all the rest of the page; the list of partnerships has them all.
    """
    places = {place["id"]: place for place in map_data["places"]}
    first = map_data["arcs"][:MAP_TABLE_ROWS]
    rows = [{"arc": arc, "start": places[arc["from"]], "end": places[arc["to"]]} for arc in first]
    return {"rows": rows, "shown": len(rows), "left_out": len(map_data["arcs"]) - len(rows)}


@register.simple_tag
def page_numbers(rows_page: "Page[Any]") -> list[int | str]:
    """The numbers to offer in a long list: the ends and the neighbours, with dots between."""
    return list(rows_page.paginator.get_elided_page_range(rows_page.number, on_each_side=1, on_ends=1))

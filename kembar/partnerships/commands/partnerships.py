"""``kembar partnerships``: the list, with the filters of the page."""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, Refused, add_as_at, answer_json, answer_table, asked_day, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    from kembar.partnerships.labels import DUCHACEK, FORM, LEVEL, ORIGIN
    from kembar.partnerships.queries.lines import ORDERS
    from kembar.ui.states import FIELD, FORMAL

    def choice(name: str, codes: list[str], text: str) -> None:
        parser.add_argument(
            name, choices=codes, default="", metavar=gettext("CODE"), help=f"{text}: {', '.join(codes)}"
        )

    parser.add_argument("--text", metavar=gettext("WORDS"), default="", help=gettext("with all of these words"))
    parser.add_argument("--country", metavar=gettext("CODE"), default="", help=gettext("of a party, e.g. KR"))
    choice("--form", list(FORM), gettext("form"))
    choice("--state", ["holding", *(look.code for look in FORMAL)], gettext("formal state"))
    parser.add_argument("--field", metavar=gettext("CODE"), default="", help=gettext("field of cooperation"))
    choice("--field-state", [look.code for look in FIELD], gettext("state of a field"))
    choice("--level", [code for code in LEVEL if code != "organisation"], gettext("level of a party"))
    choice("--duchacek", [code for code in DUCHACEK if code], gettext("geographic class"))
    choice("--origin", list(ORIGIN), gettext("where the record comes from"))
    parser.add_argument("--government", metavar="SLUG", default="", help=gettext("of this government"))
    parser.add_argument("--disputed", action="store_true", help=gettext("only with disputes"))
    choice("--order", list(ORDERS), gettext("in the order of"))
    parser.add_argument("--descending", action="store_true", help=gettext("the other way round"))
    add_as_at(parser)
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.access.permissions import EVERYTHING
    from kembar.partnerships.labels import FORM
    from kembar.partnerships.queries.lines import Wanted, lines_of, selected
    from kembar.partnerships.queries.shapes import line_shape
    from kembar.ui.states import look_of

    at = asked_day(arguments.as_at)
    wanted = Wanted(
        text=arguments.text,
        country=arguments.country.upper(),
        form=arguments.form,
        state=arguments.state,
        field=arguments.field,
        field_state=arguments.field_state,
        origin=arguments.origin,
        level=arguments.level,
        duchacek=arguments.duchacek,
        government=arguments.government,
        disputed=arguments.disputed,
        order=arguments.order or "name",
        descending=arguments.descending,
    )
    _known(wanted.country, wanted.field, wanted.government)
    lines = lines_of(selected(wanted, at, who=EVERYTHING), at, who=EVERYTHING)
    if arguments.json:
        answer_json([line_shape(line) for line in lines])
        return ANSWERED
    heads = (
        gettext("Partnership"),
        gettext("Form"),
        gettext("Formal state"),
        gettext("Fields"),
        "km",
        gettext("Disputes"),
    )
    rows = [
        (
            line.slug,
            str(FORM.get(line.form, "?")),
            str(look_of(line.formal_state, "formal").word),
            len(line.fields) or "?",
            "?" if line.distance_km is None else round(line.distance_km),
            line.disputes or "",
        )
        for line in lines
    ]
    answer_table(heads, rows)
    return ANSWERED


def _known(country: str, field: str, government: str) -> None:
    """A filter that names what the register does not have would answer nothing; it is refused instead."""
    from kembar.partnerships.models import Field, Government
    from kembar.partnerships.queries.names import nearest
    from kembar.places.models import Country

    if country and not Country.objects.filter(code=country).exists():
        raise Refused(gettext("“%(code)s” is not a country; write its two letters, e.g. KR.") % {"code": country})
    if field and not Field.objects.filter(code=field).exists():
        codes = ", ".join(Field.objects.values_list("code", flat=True))
        raise Refused(gettext("There is no field “%(code)s”; there are: %(codes)s.") % {"code": field, "codes": codes})
    slugs = Government.objects.values_list("slug", flat=True)
    if government and government not in slugs:
        sentence = gettext("There is no government “%(slug)s”. Nearest: %(nearest)s.")
        raise Refused(sentence % {"slug": government, "nearest": ", ".join(nearest(government, slugs))})

"""``kembar studies``: the coded studies, or how far two coders agree."""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, Refused, answer_json, answer_table, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--coder", metavar=gettext("CODER"), help=gettext("as this coder coded them"))
    parser.add_argument(
        "--agreement", nargs=2, metavar=gettext("CODER"), help=gettext("how far these two coders agree (Cohen's kappa)")
    )
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.studies import queries

    coders = {one.key: one for one in queries.coders()}
    for asked in (*(arguments.agreement or ()), arguments.coder):
        if asked is not None and asked not in coders:
            known = ", ".join(f"{one.key} ({one.name})" for one in coders.values()) or "–"
            sentence = gettext("Nobody called “%(name)s” coded a study; there are: %(all)s.")
            raise Refused(sentence % {"name": asked, "all": known})
    if arguments.agreement:
        return _agreement(*arguments.agreement, as_json=arguments.json)
    return _list(arguments.coder or next(iter(coders), queries.SHIPPED), as_json=arguments.json)


def _list(coder: str, *, as_json: bool) -> int:
    from kembar.studies import queries, show

    rows = queries.studies(coder)
    if as_json:
        answer_json(show.export_rows(rows))
        return ANSWERED
    names = show.Names()
    heads = (gettext("Study"), gettext("Cases"), gettext("Factors (Table 1)"), gettext("Finding"))
    cells = [
        (
            show.cited(one.study),
            "; ".join(one.values("pairs")),
            "; ".join(one.values("factors")),
            "; ".join(names.all_of("finding", one.values("finding"))) or "?",
        )
        for one in rows
    ]
    answer_table(heads, cells)
    return ANSWERED


def _agreement(first: str, second: str, *, as_json: bool) -> int:
    from kembar.studies import labels, queries, show
    from kembar.studies.rules import strength

    found, _both = queries.between(first, second)
    if as_json:
        answer_json({"first": first, "second": second} | show.agreement_data(first, second))
        return ANSWERED
    heads = (
        gettext("What was coded"),
        gettext("Decisions"),
        gettext("Agreed"),
        gettext("Kappa"),
        gettext("Interval (95 per cent)"),
        gettext("In words"),
    )
    cells = [
        (
            labels.ATTRIBUTE[one.attribute],
            one.agreement.items,
            "?" if one.agreement.observed is None else f"{one.agreement.observed:.0%}",
            "?" if one.agreement.kappa is None else f"{one.agreement.kappa:.2f}",
            "?" if one.agreement.low is None else f"{one.agreement.low:.2f} – {one.agreement.high:.2f}",
            labels.STRENGTH[strength(one.agreement.kappa)],
        )
        for one in found
    ]
    answer_table(heads, cells)
    return ANSWERED

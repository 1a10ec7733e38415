"""``kembar checks``: what no reader notices, found by rule; each finding with the places to look at."""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, Refused, add_as_at, answer_json, asked_day, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", metavar=gettext("CHECK"), default="", help=gettext("run this check alone"))
    parser.add_argument(
        "--list", action="store_true", help=gettext("tell which checks there are and what they look for")
    )
    add_as_at(parser)
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.evidence.checks import check, checks, run_checks
    from kembar.evidence.shapes import finding_shape

    codes = [one.code for one in checks()]
    if arguments.only and arguments.only not in codes:
        sentence = gettext("There is no check “%(code)s”; there are: %(codes)s.")
        raise Refused(sentence % {"code": arguments.only, "codes": ", ".join(codes)})
    if arguments.list:
        return _list(arguments.json)
    found = run_checks(asked_day(arguments.as_at), only=arguments.only)
    if arguments.json:
        answer_json([finding_shape(one) for one in found])
        return ANSWERED
    heading = ""
    for one in found:
        if one.check != heading:
            print(("\n" if heading else "") + f"{check(one.check).title} ({one.check})")
            heading = one.check
        places = "; ".join(f"{place.source}:{place.line} {place.term}" for place in one.places)
        print(f"- {one.says}" + (f"\n    {places}" if places else ""))
    return ANSWERED


def _list(as_json: bool) -> int:
    from kembar.evidence.checks import checks

    if as_json:
        answer_json([{"check": one.code, "title": one.title, "explains": one.explains} for one in checks()])
        return ANSWERED
    for one in checks():
        print(f"{one.code}: {one.title}\n    {one.explains}")
    return ANSWERED

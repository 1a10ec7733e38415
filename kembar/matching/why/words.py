"""In which words are the codes of "why this partner" told? Pages, commands and papers share these sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kembar.matching.why.facts import Figure, Index, Text
from kembar.matching.why.rules import Evidence, teaches
from kembar.partnerships import labels
from kembar.ui import words
from kembar.values.languages import language as language  # said with the rest of these words
from kembar.values.languages import local as local

LIST: Mapping[str, Any] = {
    "seven": gettext_lazy("The seven principles"),
    "six": gettext_lazy("The six criteria of the circular of 1993"),
    "three": gettext_lazy("The three bases"),
    "nine": gettext_lazy("The nine conditions for local governments abroad"),
}
WHOSE_LIST: Mapping[str, Any] = {
    "seven": gettext_lazy("After Kelowna 2010 and Nuralam 2018. Principles of cities, not Indonesian law."),
    "six": gettext_lazy("Circular of the Minister of Home Affairs 193/1652/PUOD of 26 April 1993."),
    "three": gettext_lazy("After Mukti 2020."),
    "nine": gettext_lazy("Government Regulation 28/2018, as the city of Jambi lists its conditions."),
}
LIST_SOURCES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "seven": (
        {"code": "000", "line": "137", "note": "Similaritas", "credited": ""},
        {"code": "003", "line": "70", "note": "Similarities", "credited": ""},
        {"code": "004", "line": "39", "note": "similarity", "credited": ""},
    ),
    "six": (),
    "three": ({"code": "000", "line": "107", "note": "tingkat administrasi", "credited": ""},),
    "nine": (),
}
LIST_ACT: Mapping[str, str] = {"six": "se-mendagri-193-1652-1993", "nine": "pp-28-2018"}

ITEM: Mapping[str, Any] = {
    "similarity": gettext_lazy("Similarity"),
    "exchange": gettext_lazy("Potential of exchange"),
    "community": gettext_lazy("Orientation to the community"),
    "reciprocity": gettext_lazy("Reciprocity (complementarity in document 000)"),
    "benefit": gettext_lazy("Strategic benefit above the public cost"),
    "exclusivity": gettext_lazy("Exclusivity and nearness"),
    "stability": gettext_lazy("Political stability"),
    "level": gettext_lazy("Same level and administrative status"),
    "size": gettext_lazy("Same size and function"),
    "characteristics": gettext_lazy("Same characteristics"),
    "problems": gettext_lazy("Same problems"),
    "transfer": gettext_lazy("Science and technology that can be passed on"),
    "economy": gettext_lazy("Economies that complement each other"),
    "resources": gettext_lazy("Different resources that complement each other"),
    "relations": gettext_lazy("Diplomatic relations of the two countries"),
    "regional_matter": gettext_lazy("A matter of regional government"),
    "no_office": gettext_lazy("No representative office abroad"),
    "no_interference": gettext_lazy("No interference in domestic government"),
    "plans": gettext_lazy("In line with the development plans"),
    "people": gettext_lazy("More relations between people"),
}
MISSING: Mapping[str, Any] = {
    "population": gettext_lazy("number of inhabitants of both"),
    "level": gettext_lazy("level of both governments"),
    "fields": gettext_lazy("fields agreed"),
    "wishes": gettext_lazy("needs and offers of both cities"),
    "activities": gettext_lazy("activities carried out"),
    "organisations": gettext_lazy("organisations outside government that took part"),
    "hosted": gettext_lazy("who hosted which activity"),
    "estimates": gettext_lazy("benefit and public cost as estimated"),
    "links": gettext_lazy("other ties of the two cities"),
    "announcement": gettext_lazy("announcement of the central government"),
    "function": gettext_lazy("function of each city"),
    "traits": gettext_lazy("what sources tell of both cities"),
    "problems": gettext_lazy("problems of each city, side by side"),
    "indices": gettext_lazy("indices of both countries in one year"),
    "trade": gettext_lazy("flows of goods between the two"),
    "relations": gettext_lazy("since when the countries have diplomatic relations"),
    "classification": gettext_lazy("an officer's word on what the clauses are about"),
    "office_abroad": gettext_lazy("whether an office abroad is planned"),
    "interference": gettext_lazy("how the agreement keeps interference out"),
    "targets": gettext_lazy("the city's own targets that the tie serves"),
}
INDEX: Mapping[str, Any] = {
    "e_government": gettext_lazy("E-government (United Nations survey)"),
    "innovation": gettext_lazy("Global innovation index"),
    "bloomberg_innovation": gettext_lazy("Bloomberg Innovation Index"),
    "political_stability": gettext_lazy("Political stability"),
    "voice_and_accountability": gettext_lazy("Voice and accountability"),
    "government_effectiveness": gettext_lazy("Government effectiveness"),
    "regulatory_quality": gettext_lazy("Regulatory quality"),
    "rule_of_law": gettext_lazy("Rule of law"),
    "control_of_corruption": gettext_lazy("Control of corruption"),
}
HORIZON: Mapping[str, Any] = {"short": gettext_lazy("short run"), "long": gettext_lazy("long run")}
BLOCK: Mapping[str, Any] = {
    "same_country": gettext_lazy("in the same country: not a partner abroad"),
    "no_diplomatic_relations": gettext_lazy("no diplomatic relations recorded"),
    "reserved_matter": gettext_lazy("a matter reserved to the central government"),
}


def number(value: float, decimals: int | None = None) -> str:
    return words.number(value, language(), decimals)


def index_name(index: Index) -> str:
    """An index by its name; one that the register has no name for by its code in words, with its data set."""
    known = INDEX.get(index.code)
    name = str(known) if known else index.code.replace("_", " ").capitalize()
    return f"{name} ({index.name})" if index.name and not known else name


def figure(one: Figure | None) -> str:
    """A figure with its year: place 100 of 141 (2015); -0.48 (2019)."""
    if one is None:
        return _("unknown")
    parts = []
    if one.rank is not None:
        size = {"rank": number(one.rank), "size": number(one.size) if one.size else ""}
        parts.append(_("place %(rank)s of %(size)s") % size if one.size else _("place %(rank)s") % size)
    if one.value is not None:
        parts.append(number(one.value, 2))
    if one.percentile is not None:
        parts.append(_("above %(share)s of countries") % {"share": words.percent(one.percentile / 100, language())})
    year = str(one.year) if one.year else _("by %(year)s") % {"year": one.until} if one.until else _("year not told")
    return f"{', '.join(parts)} ({year})"


def names(values: Sequence[Text | str]) -> str:
    return ", ".join(local(one) for one in values)


def days(value: float) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", int(value)) % {"n": number(value)}


def evidence(one: Evidence, ours: str, theirs: str, countries: tuple[str, str]) -> str:
    """What a piece of evidence says, in a sentence. ``ours``/``theirs`` are the names of the two cities."""
    data = one.data
    both = {"ours": ours, "theirs": theirs}
    match one.code:
        case "told" | "obstacle" | "relations" | "reserved" | "goals_differ":
            return local(data["text"])
        case "level_same" | "level_different":
            levels = {side: labels.LEVEL.get(data[side], _("unknown")) for side in both}
            if one.code == "level_same":
                return _("By the name of the level both stand alike: %(ours)s and %(theirs)s.") % levels
            return _("By the name of the level they differ: %(ours)s and %(theirs)s.") % levels
        case "tier_same":
            return _("Counted from the top at home both are of tier %(tier)s.") % {"tier": data["ours"]}
        case "tier_different":
            tiers = {"ours": ours, "theirs": theirs, "a": data["ours"], "b": data["theirs"]}
            return _("Counted from the top at home %(ours)s is of tier %(a)s and %(theirs)s of tier %(b)s.") % tiers
        case "size":
            sizes = {"a": number(data["ours"]), "b": number(data["theirs"]), "times": number(data["times"], 1)}
            if data["times"] < 1.05:
                return _("%(a)s and %(b)s inhabitants: about as many.") % sizes
            return _("%(a)s and %(b)s inhabitants: the larger has %(times)s times as many.") % sizes
        case "shared_trait":
            return _("Told of both: %(what)s") % {"what": local(data["text"])}
        case "wishes_met":
            return _("One side offers what the other needs: %(fields)s.") % {"fields": names(data["fields"])}
        case "fields_agreed":
            return _("Agreed fields: %(fields)s.") % {"fields": names(data["fields"])}
        case "fields_listed":
            return _("Agreed fields, none of them named as reserved: %(fields)s.") % {"fields": names(data["fields"])}
        case "activities":
            text = ngettext("%(n)s activity carried out is told.", "%(n)s activities carried out are told.", data["n"])
            return text % {"n": number(data["n"])}
        case "language_shared":
            return _("Both countries share an official language.")
        case "language_other":
            return _("The countries share no official language.")
        case "routes":
            return routes(data["changes"], data["via"])
        case "organisations":
            text = ngettext(
                "%(n)s organisation beside the two governments took part: %(names)s.",
                "%(n)s organisations beside the two governments took part: %(names)s.",
                data["n"],
            )
            more = " …" if data["n"] > len(data["names"]) else ""
            return text % {"n": number(data["n"]), "names": names(data["names"]) + more}
        case "hosted":
            counted = {**both, "a": number(data["ours"]), "b": number(data["theirs"])}
            return _("Of what was carried out %(ours)s hosted %(a)s and %(theirs)s %(b)s.") % counted
        case "estimate":
            values = {key: number(data[key]) for key in ("benefit", "cost", "net")}
            who = ours if data["whose"] == "ours" else theirs
            about = {"who": who, "horizon": HORIZON[data["horizon"]], "currency": data["currency"]}
            sentence = _("%(who)s, %(horizon)s: benefit %(benefit)s less cost %(cost)s is %(net)s %(currency)s.")
            return sentence % {**values, **about}
        case "other_tie":
            return other_tie(data, ours, theirs)
        case "no_other_tie":
            text = ngettext(
                "None in the partner's country or near it, over the %(n)s known tie of the two.",
                "None in the partner's country or near it, over the %(n)s known ties of the two.",
                data["n"],
            )
            return text % {"n": number(data["n"])}
        case "announced_stable" | "announced_unstable":
            when = {"when": words.edtf(data["when"], language())}
            if one.code == "announced_stable":
                return _("Announced as stable (%(when)s).") % when
            return _("Announced as not stable (%(when)s).") % when
        case "index":
            return index_sentence(data["index"], countries)
        case "model":
            index: Index = data["index"]
            year = f" ({index.ours.year})" if index.ours else ""
            return f"{index_name(index)}{year}: {learning(index, ours, theirs, countries)}"
        case "traits":
            return _("What sources tell of each stands side by side above.")
        case "other_reading":
            return _("Another reading: cooperation adds to each side's strengths and is not there to fill gaps.")
        case "no_relations":
            return _("No diplomatic relations are recorded.")
        case "aims_met":
            return _("Targets of the office that an agreed field serves: %(aims)s.") % {"aims": "; ".join(data["aims"])}
        case "targets_met":
            return _("Own targets served: %(numbers)s.") % {"numbers": ", ".join(data["numbers"])}
        case "no_target_met":
            return _("None of the city's own targets is told to be served; a sister city must meet at least one.")
        case "goals_apart":
            return _("Both sides tell goals of their own, and none is told for both.")
        case "short_overlap":
            least, most = number(data["least"]), number(data["most"])
            return _("Offices are open at once for only %(least)s to %(most)s hours a day.") % {
                "least": least,
                "most": most,
            }
        case "disputes":
            text = ngettext(
                "Sources contradict each other on %(n)s point of this tie.",
                "Sources contradict each other on %(n)s points of this tie.",
                data["n"],
            )
            return text % {"n": number(data["n"])}
    raise KeyError(one.code)


def other_tie(data: Mapping[str, Any], ours: str, theirs: str) -> str:
    who = ours if data["whose"] == "ours" else theirs
    why = ", ".join(str(labels.EXCLUSIVITY[code]) for code in data["reasons"])
    values = {"who": who, "tie": local(data["name"]), "why": why}
    if data["is_sure"]:
        return _("%(who)s has another tie %(why)s: %(tie)s.") % values
    return _("%(who)s has another tie %(why)s: %(tie)s; whether it still holds cannot be said.") % values


def routes(changes: int | None, via: Sequence[str]) -> str:
    if changes == 0:
        return _("Flights without a change are known.")
    if changes == 1:
        return _("Flights with one change are known, over %(via)s.") % {"via": ", ".join(via)}
    return _("No flight with at most one change is known.")


def index_sentence(index: Index, countries: tuple[str, str]) -> str:
    values = {"index": index_name(index), "ours": countries[0], "theirs": countries[1]}
    values |= {"a": figure(index.ours), "b": figure(index.theirs)}
    return _("%(index)s: %(ours)s %(a)s, %(theirs)s %(b)s.") % values


def learning(index: Index, ours: str, theirs: str, countries: tuple[str, str]) -> str:
    """Who may learn from whom by an index: the one whose country stands higher is the model."""
    if index.model is None:
        return _("cannot be said: no year of both")
    if index.model == "both":
        return _("both countries stand alike")
    model, learner = (ours, theirs) if index.model == "ours" else (theirs, ours)
    country = countries[0] if index.model == "ours" else countries[1]
    gap = index.gap
    values = {"model": model, "learner": learner, "country": country}
    if not teaches(index):
        return _("%(country)s stands higher") % values
    if gap is None:
        return _("%(country)s stands higher: %(learner)s may learn from %(model)s.") % values
    text = ngettext(
        "%(country)s stands %(gap)s place higher: %(learner)s may learn from %(model)s.",
        "%(country)s stands %(gap)s places higher: %(learner)s may learn from %(model)s.",
        gap,
    )
    return text % {**values, "gap": number(gap)}

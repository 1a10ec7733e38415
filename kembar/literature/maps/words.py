"""Which words stand for the parts of a map on pages, and what does a refusal of one say there?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kembar.analysis.terms import ThesaurusError
from kembar.literature.labels import FIELD
from kembar.literature.maps.asked import Asked
from kembar.literature.maps.sentences import MEASURES, sentence
from kembar.ui import words
from kembar.values.languages import language

KIND: dict[str, Any] = {
    "keywords": pgettext_lazy("map", "keywords"),
    "terms": pgettext_lazy("map", "terms of titles and abstracts"),
    "coauthors": pgettext_lazy("map", "co-authorship: authors"),
    "coauthors_organisations": pgettext_lazy("map", "co-authorship: organisations"),
    "coauthors_countries": pgettext_lazy("map", "co-authorship: countries"),
    "citations": pgettext_lazy("map", "citations between the publications"),
    "coupling": pgettext_lazy("map", "bibliographic coupling: shared references"),
    "cocitation": pgettext_lazy("map", "co-citation: references cited together"),
}
LINKED: dict[str, Any] = {
    "keywords": _("Two keywords are linked by the publications that have both."),
    "terms": _("Two terms are linked by the publications whose title or abstract has both."),
    "coauthors": _("Two authors are linked by the publications they wrote together."),
    "coauthors_organisations": _("Two organisations are linked by the publications their people wrote together."),
    "coauthors_countries": _("Two countries are linked by the publications their people wrote together."),
    "citations": _("Two publications are linked when one cites the other."),
    "coupling": _("Two publications are linked by the works that both cite."),
    "cocitation": _("Two cited works are linked by the publications that cite both."),
}
COUNTING: dict[str, Any] = {
    "": _("as usual: binary for terms, full for all else"),
    "binary": _("binary: a term counts once in a publication"),
    "full": _("full: every shared publication counts 1; of terms, every occurrence"),
    "fractional": _("fractional: a publication with many items counts less for each pair"),
}
SHORTLY: dict[str, Any] = {
    "binary": pgettext_lazy("counting", "binary"),
    "full": pgettext_lazy("counting", "full"),
    "fractional": pgettext_lazy("counting", "fractional"),
}
NORMALISATION: dict[str, Any] = {
    "association": _("association strength"),
    "fractionalization": _("fractionalization"),
    "cosine": _("Salton's cosine"),
    "jaccard": _("Jaccard index"),
    "inclusion": _("inclusion index"),
    "equivalence": _("equivalence index"),
    "none": pgettext_lazy("normalisation", "none"),
}
MODE: dict[str, Any] = {
    "": _("by size: compatible up to 500 items, then fast"),
    "compatible": _("compatible: the steps of VOSviewer"),
    "fast": _("fast"),
}
MEANS: dict[str, Any] = {
    "Occurrences": _("in how many publications the item stands"),
    "Documents": _("how many publications are its own"),
    "Citations": _("how often it is cited"),
    "Links": _("with how many other items it is linked"),
    "Total link strength": _("the strengths of all its links together, before they are normalised"),
    "Avg. pub. year": _("the mean year of the publications behind it"),
    "Pub. year": _("the year of the publication"),
    "Avg. citations": _("how often the publications behind it were cited, on average"),
    "Relevance": _("how unlike the usual the company of the term is; higher is more specific, not VOSviewer's number"),
}
"""What the columns of the table count."""
COUNTED = frozenset(KIND) - {"citations"}
"""Kinds of maps whose links are counted in full or fractionally."""
YEARS = frozenset({"Avg. pub. year", "Pub. year"})
STAGE: dict[str, Any] = {
    "": _("Waiting for its turn"),
    "records": _("Reading the publications"),
    "network": _("Counting and linking"),
    "layout": _("Clustering and laying out"),
    "labels": _("Placing the labels"),
}
_OWN: dict[str, Any] = {
    "too_many_for_compatible": _(
        "The map has %(items)s items; the compatible layout is offered up to %(most)s. Choose the fast one, or ask for "
        "more occurrences."
    ),
    "too_rare": _(
        "%(works)s publications have hundreds of thousands of terms, nearly all of them in one text alone. Ask for at "
        "least %(least)s occurrences, or leave the field empty; the command kembar litmap takes any number."
    ),
    "too_many_pairs": _(
        "About %(pairs)s pairs would have to be counted; pages count up to %(most)s. Ask for more occurrences, or "
        "leave the field empty; the command kembar litmap takes any number."
    ),
    "too_many_shared": _(
        "These publications share references in about %(pairs)s pairs; pages count up to %(most)s. Bring a part of "
        "them in as a literature of its own, or use the command kembar litmap, which takes any number."
    ),
    "too_many_links": _(
        "The map has %(links)s links; pages draw maps of up to %(most)s. Ask for more occurrences, or use the command "
        "kembar litmap, which takes any number."
    ),
    "too_many_starts": _(
        "The map has %(links)s links: with so many, pages cluster from at most %(most)s random starts. Ask for "
        "that many."
    ),
    "busy": _("%(n)s maps are waiting to be made, as many as wait at once. Ask again in a few minutes."),
    "two_maps": _("There are two map files (%(files)s): choose one map, and the network that belongs to it."),
    "two_networks": _("There are two network files (%(files)s): choose one, or a map and its network."),
    "no_links_no_places": _(
        "%(file)s has neither links nor places: choose the network file (VOSviewer: File, Save) together with it."
    ),
    "no_places": _("%(file)s has no links and no places, so there is nothing to draw."),
    "failed": _("The map could not be made; whoever runs this instance finds the reason in its log."),
}
_THESAURUS: dict[str, Any] = {
    "cyclic": _("The replacements run in a circle: %(labels)s. Take one of them out."),
    "two_ways": _("Line %(line)s of the replacements gives a label a second, different one: %(labels)s."),
    "empty_label": _("Line %(line)s of the replacements has no label before the sign."),
    "no_sign": _("Line %(line)s of the replacements (“%(labels)s”) has no sign: write “label = replacement”."),
}


def measure(name: str) -> str:
    """The word for a weight or score; names from files stand as they are."""
    return gettext(MEASURES[name]) if name in MEASURES else name


def also_asked(asked: Asked, threshold: int | None) -> str:
    """The parameters of a map that its caption does not say: counting, occurrences, what is kept, replacements."""
    said = []
    if asked.kind in COUNTED:
        said.append(gettext("Counting: %(how)s") % {"how": SHORTLY[asked.counted]})
    if threshold:
        words_of = {"n": _shown(threshold), "by": gettext("asked for") if asked.least else gettext("proposed")}
        text = ngettext("at least %(n)s occurrence (%(by)s)", "at least %(n)s occurrences (%(by)s)", threshold)
        said.append(text % words_of)
    if asked.min_size > 1:
        said.append(gettext("clusters of at least %(n)s items") % {"n": _shown(asked.min_size)})
    if asked.thesaurus:
        n = len([line for line in asked.thesaurus.splitlines() if line.strip()])
        said.append(ngettext("%(n)s replacement", "%(n)s replacements", n) % {"n": n})
    if asked.largest:
        said.append(gettext("only the largest connected set"))
    if asked.isolated:
        said.append(gettext("with items that have no links"))
    return "; ".join(said) + "." if said else ""


def why_not(code: str, data: dict[str, Any]) -> str:
    """What is wrong, where, and what to do, in the reader's language."""
    if code in _THESAURUS:
        return str(_THESAURUS[code]) % data
    if code in _OWN:
        return str(_OWN[code]) % {name: _shown(value) for name, value in data.items()}
    if code == "no_items":
        found = {
            "records": _shown(data["records"]),
            "field": FIELD.get(data.get("field", ""), gettext("what it links")),
        }
        return gettext("None of the %(records)s publications has the field this map links: %(field)s.") % found
    return sentence(_Coded(code, data), gettext)


def _shown(value: Any) -> Any:
    return words.number(value, language()) if isinstance(value, int) else value


class _Coded:
    def __init__(self, code: str, data: dict[str, Any]) -> None:
        self.code, self.data = code, data


def told(error: Exception) -> tuple[str, dict[str, Any]]:
    """Code and data of a refusal, as they are kept for the page that waits."""
    if isinstance(error, ThesaurusError):
        return error.code, {"labels": " → ".join(error.labels), "line": error.line}
    code, data = getattr(error, "code", "failed"), getattr(error, "data", {})
    return code, {name: value if isinstance(value, int | float) else str(value) for name, value in data.items()}

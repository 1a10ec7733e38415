"""Template tags of the literature: what the script of the map says and draws with."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kembar.literature.maps.colours import DENSITY, DISTINCT, OTHER, VIRIDIS
from kembar.literature.maps.page import MOST_LINKS

register = template.Library()


@register.simple_tag
def litmap_words(measures: dict[str, str]) -> dict[str, Any]:
    """Texts and colours for ``literature/map.js``; names in braces are filled in there."""
    return {
        "colours": DISTINCT,
        "other": OTHER,
        "ramp": VIRIDIS,
        "density": DENSITY,
        "most_links": MOST_LINKS,
        "measures": measures,
        "map": _("Map of the literature"),
        "help": _(
            "Arrow keys walk from item to item by strength, Enter chooses, Shift with arrows moves the map, plus and "
            "minus zoom, 0 shows all, Escape lets go."
        ),
        "in": _("Zoom in"),
        "out": _("Zoom out"),
        "all": _("Show all"),
        "next": _("Next item by strength"),
        "previous": _("Previous item by strength"),
        "links": _("Links drawn"),
        "says": _("{label}, cluster {cluster}, {links} links, number {rank} of {all} by strength"),
        "chosen": _("Chosen: {label}"),
        "let_go": _("Nothing is chosen."),
        "failed": _("The map to move about in could not be loaded; the picture and the table say the same."),
        "unknown": _("unknown"),
        "below": _("What is behind it ↓"),
        "loading": _("The map is on its way …"),
        "wheel": _("Click the map first, or hold Ctrl, to zoom with the wheel."),
        "says_link": _("{one} – {other}: strength of the link {strength}; a click shows what is behind it"),
        "cluster": _("Cluster {cluster} is lit."),
        "show_cluster": _("Show cluster {cluster}"),
        "suggestions": _("Items that fit"),
        "suggested": _("Items that fit: {n}. Arrow keys choose one."),
    }

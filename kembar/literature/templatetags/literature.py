"""Template tags of the literature: what the script of the map says and draws with."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kembar.literature.picture_colours import DISTINCT, OTHER, VIRIDIS

register = template.Library()


@register.simple_tag
def litmap_words(measures: dict[str, str]) -> dict[str, Any]:
    """Texts and colours for ``literature/map.js``; names in braces are filled in there."""
    return {
        "colours": DISTINCT,
        "other": OTHER,
        "ramp": VIRIDIS,
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
    }

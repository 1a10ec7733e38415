"""Tables of partner choice, one file per noun."""

from kembar.matching.models.wishes import NoRelations, Wish
from kembar.matching.models.world import SOURCES, WorldImport, WorldLink, WorldProblem

__all__ = ["SOURCES", "NoRelations", "Wish", "WorldImport", "WorldLink", "WorldProblem"]

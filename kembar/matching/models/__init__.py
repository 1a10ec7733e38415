"""Tables of partner choice, one file per noun."""

from kembar.matching.models.figures import (
    Airport,
    Announcement,
    CountryFigure,
    Estimate,
    FigureImport,
    FigureProblem,
    PairFigure,
    Route,
)
from kembar.matching.models.wishes import NoRelations, Wish
from kembar.matching.models.world import SOURCES, WorldImport, WorldLink, WorldProblem

__all__ = [
    "SOURCES",
    "Airport",
    "Announcement",
    "CountryFigure",
    "Estimate",
    "FigureImport",
    "FigureProblem",
    "NoRelations",
    "PairFigure",
    "Route",
    "Wish",
    "WorldImport",
    "WorldLink",
    "WorldProblem",
]

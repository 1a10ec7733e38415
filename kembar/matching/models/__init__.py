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
from kembar.matching.models.offices import Aim, CandidateCity, Decision, Foothold, Outreach, SearchLimits
from kembar.matching.models.wishes import NoRelations, Wish
from kembar.matching.models.world import SOURCES, WorldImport, WorldLink, WorldProblem

__all__ = [
    "SOURCES",
    "Aim",
    "Airport",
    "Announcement",
    "CandidateCity",
    "CountryFigure",
    "Decision",
    "Estimate",
    "FigureImport",
    "FigureProblem",
    "Foothold",
    "NoRelations",
    "Outreach",
    "PairFigure",
    "Route",
    "SearchLimits",
    "Wish",
    "WorldImport",
    "WorldLink",
    "WorldProblem",
]

"""Writing the world's twin towns, what offices wish of a partner, and their shortlists, one file per noun."""

from kembar.matching.actions.candidates import (
    answer_offer,
    change_candidate,
    decide,
    drop_candidate,
    send_offer,
    shortlist,
    withdraw_decision,
    withdraw_offer,
)
from kembar.matching.actions.figures import enter_estimate, import_figures, record_announcement, remove_figures
from kembar.matching.actions.search import (
    add_aim,
    add_foothold,
    begin_aims,
    set_limits,
    withdraw_aim,
    withdraw_foothold,
)
from kembar.matching.actions.wishes import enter_wish, record_no_relations, withdraw_wish
from kembar.matching.actions.world import CITY_PROBLEMS, import_world

__all__ = [
    "CITY_PROBLEMS",
    "add_aim",
    "add_foothold",
    "answer_offer",
    "begin_aims",
    "change_candidate",
    "decide",
    "drop_candidate",
    "enter_estimate",
    "enter_wish",
    "import_figures",
    "import_world",
    "record_announcement",
    "record_no_relations",
    "remove_figures",
    "send_offer",
    "set_limits",
    "shortlist",
    "withdraw_aim",
    "withdraw_decision",
    "withdraw_foothold",
    "withdraw_offer",
    "withdraw_wish",
]

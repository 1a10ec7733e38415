"""How many hours of a working day do two offices have in common?"""

from __future__ import annotations

from kembar.places.rules import TimeDifference

OPENS, CLOSES = 8.0, 16.0  # an office's day, Monday to Friday; ours, stated where it is shown


def overlap_hours(minutes_ahead: int) -> float:
    """Hours in which both offices are open when one clock is so many minutes ahead, each open `OPENS` to `CLOSES`.

    The other's opening hours seen on the own clock are moved by the difference, on this day or a day before or after:
    max over k in {-1, 0, 1} of max(0, (CLOSES - OPENS) - |difference + 24 k|). From 0 to 8; the same from either side.
    """
    length = CLOSES - OPENS
    hours = minutes_ahead / 60
    return max(max(0.0, length - abs(hours + 24 * day)) for day in (-1, 0, 1))


def overlap_over_year(clocks: TimeDifference) -> tuple[float, float]:
    """Least and most hours in common over the year, as summer time moves the clocks."""
    found = [overlap_hours(minutes) for minutes in (clocks.minutes_now, clocks.minutes_min, clocks.minutes_max)]
    return min(found), max(found)

"""How long must somebody wait who tries passwords? Pure.

A few mistakes cost nothing; from then on every further try in a row doubles the wait, up to a bound, so that whoever
guesses has about a hundred tries a day and whoever mistyped waits seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """``free`` tries without a wait, then ``first`` seconds, doubled each time up to ``most``; all forgotten after
    ``forgotten`` without a try. The numbers are ours."""

    free: int
    first: int = 4
    most: int = 900
    forgotten: timedelta = timedelta(days=1)

    def wait(self, tries: int) -> timedelta:
        """The wait after this many tries in a row: first * 2^(tries - free), at most ``most`` seconds."""
        if tries < self.free:
            return timedelta(0)
        return timedelta(seconds=min(self.first * 2 ** min(tries - self.free, 32), self.most))


ACCOUNT = Patience(free=5)
"""For one account, tried from machines that it was never used on; and for each machine that it was used on."""
ADDRESS = Patience(free=20, forgotten=timedelta(hours=1))
"""For one network address, whatever the accounts: a whole office may share it."""

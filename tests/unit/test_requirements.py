"""Is every requirement that is claimed proved by a test that names it?"""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
CLAIMED = [f"R-{n:03}" for n in range(1, 13)] + [
    f"R-{n:03}" for n in (15, 16, 17, 24, 25, 31, *range(35, 51), 51, 52, 54, 63, 76, 77, 79, 80, 81, 82, 83, 97, 98)
]


def named() -> set[str]:
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        for mark in re.findall(r"mark\.requirement\(([^)]*)\)", path.read_text(encoding="utf-8")):
            found |= set(re.findall(r"R-\d{3}", mark))
    return found


def test_every_claimed_requirement_is_named_by_a_test():
    assert set(CLAIMED) - named() == set()

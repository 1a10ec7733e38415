"""Which part of requirements.lock does the running product need? Prints it, versions and hashes as they stand.

python tools/runtime_requirements.py > runtime.lock

The lock says of every package because of which others it is there; what the product itself, with its extra
``postgres``, asks for and whatever those need in turn is kept. The tools of tests, checks and builds stay out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
ASKED = {"kembar (pyproject.toml)"}
REASON = re.compile(r"^ +#(?: via)? +(\S.*)$")


def blocks(text: str) -> list[tuple[str, str, set[str]]]:
    """Each package of the lock: its name, its lines, what it is there for."""
    found = []
    for block in re.split(r"\n(?=[a-z0-9])", text.strip("\n"), flags=re.IGNORECASE):
        name = re.split(r"[=\[ ;]", block, maxsplit=1)[0].lower()
        reasons = {match[1].strip() for line in block.splitlines() if (match := REASON.match(line))}
        found.append((name, block, reasons))
    return found


def needed(text: str) -> list[str]:
    """The lines of every package that the running product needs."""
    packages = blocks(text)
    kept = {name for name, _lines, reasons in packages if reasons & ASKED}
    while more := {name for name, _lines, reasons in packages if name not in kept and _names(reasons) & kept}:
        kept |= more
    return [lines for name, lines, _reasons in packages if name in kept]


def _names(reasons: set[str]) -> set[str]:
    return {re.split(r"[\[ ]", one, maxsplit=1)[0].lower() for one in reasons}


if __name__ == "__main__":
    sys.stdout.write("\n".join(needed(LOCK.read_text(encoding="utf-8"))) + "\n")

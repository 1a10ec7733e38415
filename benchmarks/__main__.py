"""Runs every benchmark of this folder, each in a process and on a database of its own.

    python -m benchmarks            all of them
    python -m benchmarks pages      these alone

Exit code 1 when one of them passed a limit or broke.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(wanted: list[str]) -> int:
    """This will run the benchmarks one after the other, so that they do not take each other's time."""
    known = sorted(one.name for one in pkgutil.iter_modules([str(FOLDER)]) if not one.name.startswith("_"))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.stderr.write(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}.\n")
        return 2
    failed = []
    for name in wanted or known:
        sys.stderr.write(f"== {name}\n")
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False).returncode:
            failed.append(name)
    if failed:
        sys.stderr.write(f"Passed a limit or broke: {', '.join(failed)}.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

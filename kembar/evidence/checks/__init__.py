"""What no reader notices: findings that rules make on rows, each with the places that a reader should look at.

A subject registers its checks when Django starts; ``run_checks`` runs them all. A finding is a question to a reader,
never a verdict. Checks read rows alone: whether a term stands at its place needs the files (``kembar verify-sources``).
"""

from kembar.evidence.checks.registry import (
    Check,
    Finding,
    Place,
    RecordName,
    Run,
    check,
    checks,
    folded,
    listed,
    places_of,
    record_names,
    register,
    run_checks,
)

__all__ = [
    "Check",
    "Finding",
    "Place",
    "RecordName",
    "Run",
    "check",
    "checks",
    "folded",
    "listed",
    "places_of",
    "record_names",
    "register",
    "run_checks",
]

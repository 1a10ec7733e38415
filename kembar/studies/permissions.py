"""Who may add studies and code them?

Everybody reads studies and codings: they are published knowledge. Researchers, officers and heads of office code, each
in the own name; nobody changes another's coding, and the one that ships is changed by its file alone.
"""

from __future__ import annotations

from kembar.access.permissions import Allowed, Answer, Denied, Who
from kembar.access.roles import Permission


def may_code(who: Who) -> Answer:
    """Whether somebody may add a study, code one, or say what a study bears on."""
    if who.is_administrator or who.at(Permission.CODE_STUDIES):
        return Allowed()
    return who.denied()


def may_change(who: Who, user_id: int | None, coder_id: int | None) -> Answer:
    """Whether somebody may change or withdraw a coding of the account ``coder_id`` (None: it ships)."""
    answer = may_code(who)
    if not answer:
        return answer
    return Allowed() if coder_id is not None and coder_id == user_id else Denied("kept_by_another")

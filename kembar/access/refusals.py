"""Why is something about offices and accounts not done, though the person may? Codes; ``sentences`` has the words."""

from __future__ import annotations


class Refused(ValueError):
    """``code`` is one of: last_head, last_keeper, no_member, role_not_there, already_member, no_invitation, used,
    withdrawn, expired, user_name_taken, email_taken, bad_password, wrong_password, slow_down; ``data`` fills its
    sentence."""

    def __init__(self, code: str, **data: object) -> None:
        self.code = code
        self.data = data
        super().__init__(code)

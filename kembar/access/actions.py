"""Writing who works here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kembar.access.actors import Actor
from kembar.access.models import User

OPERATOR = "operator"


@transaction.atomic
def operator(*, by: Actor, at: datetime) -> User:
    """This will return the instance's operator, making the account, without a password, the first time.

    Refreshing ``date_joined`` is not wanted; ``at`` is when the account is made.
    """
    user, made = User.objects.get_or_create(
        username=OPERATOR, defaults={"is_superuser": True, "is_staff": True, "date_joined": at}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user

"""From where does somebody try to sign in, and on a machine that the account was used on before?"""

from __future__ import annotations

import ipaddress
import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

DEVICE_COOKIE = "device"
DEVICE_AGE = 180 * 24 * 3600
_SALT = "kembar.device"


def account_key(username: str) -> str:
    """The key of an account among the tries, whatever way its name was typed."""
    return _key("account", unicodedata.normalize("NFKC", username).strip().casefold())


def change_key(username: str) -> str:
    """The key of an account among the tries made at an open session, where its password is to be changed."""
    return _key("change", username)


def address_key(request: HttpRequest) -> str:
    """The key of the network address asked from. Of IPv6 the first 64 bits: one household has all the others."""
    return _key("address", _network(client_address(request)))


def device_key(request: HttpRequest, username: str) -> str | None:
    """The key of this machine for this account, where the account signed in here before; else None."""
    try:
        told = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return None
    account = account_key(username)
    known = told if isinstance(told, dict) else {}
    return _key("device", f"{account}:{known[account]}") if account in known else None


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """This will let the machine be known for this account: a signed cookie, which names nobody."""
    try:
        known = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        known = {}
    kept = dict(list(known.items())[-9:]) if isinstance(known, dict) else {}  # a shared machine, within a cookie's size
    kept[account_key(username)] = secrets.token_urlsafe(9)
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=DEVICE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def client_address(request: HttpRequest) -> str:
    """The address asked from: behind a web server that is trusted (KEMBAR_PROXIES) the one that server saw."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    while address in settings.TRUSTED_PROXIES and forwarded:
        address = forwarded.pop()
    return address


def _network(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is None:
        return str(ipaddress.ip_network((read, 64), strict=False))
    return str(getattr(read, "ipv4_mapped", None) or read)


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"kembar.guess.{kind}", value, algorithm="sha256").hexdigest()

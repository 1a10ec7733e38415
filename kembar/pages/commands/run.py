"""``kembar run``: set everything up and serve, printing the address and a link that signs the operator in."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, Refused, gettext
from kembar.locks import SERVER, Held, Lock


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=gettext("address to listen on (default: %(default)s)"))
    parser.add_argument("--port", type=int, default=8000, help=gettext("port to listen on (default: %(default)s)"))
    parser.add_argument("--threads", type=int, default=8, help=gettext("requests answered at once"))
    parser.add_argument("--setup-only", action="store_true", help=gettext("set up, do not serve"))


def run(arguments: argparse.Namespace) -> int:
    if not arguments.setup_only:
        _is_free(arguments.host, arguments.port)
    from kembar.cli import start

    start(quiet=True)
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    address = f"http://{shown}:{arguments.port}"
    with _only_one(address, arguments.host, arguments.port):
        return _run(arguments, address)


def _run(arguments: argparse.Namespace, address: str) -> int:
    from django.core.management import call_command

    from kembar.pages.setup import set_up

    set_up(static=True)
    call_command("clearsessions")  # nobody's sign-in is kept longer than it holds
    if arguments.setup_only:
        return ANSWERED
    sys.stdout.write(gettext("Kembar is served on %(address)s") % {"address": address} + "\n")
    sys.stdout.write(gettext("Sign in as the operator, once, within an hour:") + f"\n  {address}{_operator_link()}\n")
    sys.stdout.write(
        gettext(
            "Next: create your office there, choose a password, invite your colleagues (docs/how-to/first-steps.md)."
        )
        + "\n"
    )
    sys.stdout.write(gettext("Stop with Ctrl+C.") + "\n")
    sys.stdout.flush()
    _serve(arguments.host, arguments.port, arguments.threads)
    return ANSWERED


def _only_one(address: str, host: str, port: int) -> Lock:
    """The lock of this home's server, held until the last of its processes is gone; a second server is told."""
    from django.conf import settings

    try:
        return Lock(settings.HOME / SERVER).take({"address": address, "host": host, "port": port, "does": "serve"})
    except Held as held:
        raise Refused(_in_use(settings.HOME, held.by)) from held


def _in_use(home: Path, by: Mapping[str, Any]) -> str:
    if by.get("does") == "restore":
        return gettext("A backup is being restored to %(home)s; start again when it is done.") % {"home": home}
    sentence = gettext(
        "Kembar is already served from %(home)s (%(address)s, process %(process)s). "
        "Use that one, stop it, or choose another home with KEMBAR_HOME."
    )
    return sentence % {"home": home, "address": by.get("address", "?"), "process": by.get("process", "?")}


def _is_free(host: str, port: int) -> None:
    """A port in use is told before anything else is done."""
    if not 0 < port < 65536:
        raise Refused(gettext("%(port)s is not a port; ports go from 1 to 65535.") % {"port": port})
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if sys.platform != "win32":  # there it would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = gettext(
                "Port %(port)s on %(host)s cannot be used (%(why)s). Stop what uses it, or choose another with --port."
            )
            raise Refused(sentence % {"port": port, "host": host, "why": error.strerror}) from error


def _operator_link() -> str:
    from django.urls import reverse
    from django.utils import timezone
    from sesame.utils import get_query_string

    from kembar.access.actions import operator
    from kembar.access.actors import Actor

    user = operator(by=Actor.product("run"), at=timezone.now())
    return f"{reverse('one-time-link')}{get_query_string(user)}"


def _serve(host: str, port: int, threads: int) -> None:
    from kembar.wsgi import application

    if sys.platform == "win32":
        from waitress import serve

        _warm_up()
        serve(application, host=host, port=port, threads=threads)
        return
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("threads", threads)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("loglevel", "warning")
            self.cfg.set("post_worker_init", lambda _worker: _warm_up())  # a thread does not outlive a fork
            self.cfg.set("control_socket_disable", True) if "control_socket_disable" in self.cfg.settings else None

        def load(self) -> object:
            return application

    Server().run()


def _warm_up() -> None:
    """The cities of the world are held in memory before somebody looks for a partner."""
    from django.utils import timezone

    from kembar.matching.frames import warm_up

    warm_up(timezone.localdate())

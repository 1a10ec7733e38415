"""Does a whole office write and read at once without losing an entry or meeting an error page, and how slowly?

``kembar run`` serves a scratch home, on SQLite and then on PostgreSQL (a cluster of its own from the system's
binaries). Writers sign in with a password, open forms and send them: letters and activities of records that they all
share, and each fifth time a change of one activity that several change (the slower is told of the conflict). Readers,
a fifth of them signed in, ask for the first page, the list, a record. Afterwards every entry is looked for: each that
was answered as saved stands once with one event, each shared row was changed as often as was answered. Then, on the
same database, as many threads send the same INSERTs and SELECTs through the driver alone. ::

    python -m benchmarks.together [--seconds 60] [--writers 20] [--readers 50] [--pause 5] [--database sqlite] …

First nobody pauses; then, unless --pause is 0, everybody waits that many seconds on average before each request.
Writes together.md and together.json; exits with 1 where an entry was lost, written twice, or an error page was shown.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import platform
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from benchmarks._together_register import MARK, PASSWORD
from tests.factories.killing import Killer
from tests.factories.pages import fields_of

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
CHANGES = 5
"""Each fifth entry of a writer is a change of the row that others change too."""
EXPECTED = {"read": (200,), "form": (200,), "write": (302, 409)}
"""Saved, or told that somebody else changed the row in between."""
PATIENCE = 60
"""Seconds after which a page that has not come counts as none."""


# --- servers --------------------------------------------------------------------------------------------------------


@contextmanager
def cluster() -> Iterator[str]:
    """A PostgreSQL of its own with the settings that it comes with; its address."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder, port = Path(tempfile.mkdtemp(prefix="kembar-pg-", dir="/tmp")), free_port()
    if as_postgres:
        shutil.chown(folder, "postgres")
    binary, data = BINARIES[-1], str(folder / "data")
    control = [*as_postgres, str(binary / "pg_ctl"), "-D", data, "-w"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    try:
        make = [*as_postgres, str(binary / "initdb"), "-D", data, "-A", "trust", "-U", "kembar", "-E", "UTF8"]
        subprocess.run(make, check=True, **quiet)
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, **quiet)
        made = [str(binary / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "kembar", "kembar"]
        subprocess.run(made, check=True, **quiet)
        yield f"postgres://kembar@127.0.0.1:{port}/kembar"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(home: Path, url: str, port: int) -> Iterator[None]:
    """``kembar run`` on a home, until it answers."""
    with (home / "server.log").open("w") as log:
        command = [sys.executable, "-m", "kembar.cli", "run", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings(home, url), stdout=log, stderr=log)
        try:
            until = time.monotonic() + 240
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("The server did not start:\n" + (home / "server.log").read_text()[-2000:])
                time.sleep(0.1)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        return bool(Person(port, "10.0.0.1").ask("GET", "/masuk/").status == 200)
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(home: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {"KEMBAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kembar.settings", "PYTHONPATH": str(ROOT)}
    return kept | own | ({"DATABASE_URL": url} if url else {})


def inside(home: Path, url: str, what: str, **given: Any) -> Any:
    """What a part of ``_together_register`` answers, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks._together_register", what, json.dumps(given)]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(home, url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


# --- people ---------------------------------------------------------------------------------------------------------


class Person:
    """Somebody at a browser without scripts, at a network address of their own."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        self.cookies = {"language": "en"}

    def ask(self, method: str, path: str, fields: dict[str, Any] | None = None) -> SimpleNamespace:
        """The answer, its body read, cookies kept; OSError where none came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "X-Forwarded-For": self.address,
                "Accept-Encoding": "gzip",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request(method, path, urlencode(fields, doseq=True) if fields is not None else None, headers)
            answer = line.getresponse()
            body = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            for told in answer.headers.get_all("Set-Cookie") or []:
                name, _is, value = told.partition(";")[0].partition("=")
                self.cookies[name] = value
            return SimpleNamespace(status=answer.status, content=body, to=answer.headers.get("Location", ""))
        except http.client.HTTPException as error:
            raise OSError(repr(error)) from error
        finally:
            line.close()

    def sign_in(self, path: str, name: str) -> None:
        fields = fields_of(self.ask("GET", path), having="username")
        answer = self.ask("POST", path, fields | {"username": name, "password": PASSWORD})
        if answer.status != 302:
            raise SystemExit(f"{name} could not sign in: {answer.status}")


class Tally:
    """What came back, from all threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.took: dict[str, list[float]] = {"read": [], "form": [], "write": []}
        self.outcomes: Counter[str] = Counter()
        self.saved: list[str] = []
        self.unknown: list[str] = []
        self.changed: Counter[str] = Counter()
        self.titles: set[str] = {"Shared"}
        self.faults: list[str] = []

    def timed(self, kind: str, person: Person, *asked: Any) -> SimpleNamespace | None:
        """The answer to a request, its time kept; None, and a fault, where an error page or nothing came."""
        begun = time.perf_counter()
        try:
            answer = person.ask(*asked)
        except OSError as error:
            with self.lock:
                self.outcomes[f"{kind}: no answer"] += 1
                self.faults.append(f"{kind}: {error!r}")
            return None
        took = time.perf_counter() - begun
        with self.lock:
            self.took[kind].append(took)
            self.outcomes[f"{kind}: {answer.status}"] += 1
            if answer.status not in EXPECTED[kind]:
                self.faults.append(f"{kind}: {answer.status} at {asked[1]}")
        return None if answer.status >= 500 else answer


def write_on(person: Person, number: int, tie: dict[str, str], tally: Tally, go: Callable[[], bool]) -> None:
    """This will enter rows as long as it goes on, each with a mark of its own."""
    turn = number
    while go():
        turn += 1
        mark = f"{MARK} {number} {turn} {time.monotonic_ns()}"
        kind = "change" if turn % CHANGES == 0 else ("contact", "activity")[turn % 2]
        opened = tally.timed("form", person, "GET", tie[kind])
        if opened is None or opened.status != 200:
            continue
        typed = {
            "contact": {"kind": "letter", "from_side": "b", "date": "21 Sept. 2016", "subject-en": mark},
            "activity": {"kind": "visit", "status": "done", "date": "May 2021", "title-en": mark},
            "change": {"title-en": mark},
        }[kind]
        answer = tally.timed("write", person, "POST", tie[kind], fields_of(opened) | typed)
        with tally.lock:
            if answer is None:
                tally.unknown.append(mark)
            elif answer.status == 302 and kind == "change":
                tally.changed[tie["shared"]] += 1
                tally.titles.add(mark)
            elif answer.status == 302:
                tally.saved.append(mark)


def read_on(person: Person, number: int, pages: list[str], tally: Tally, go: Callable[[], bool]) -> None:
    turn = number
    while go():
        turn += 1
        tally.timed("read", person, "GET", pages[turn % len(pages)])


def crowd(world: dict[str, Any], people: dict[str, list[Person]], seconds: float, pause: float) -> Tally:
    """Everybody at once for so many seconds; what each had begun is finished."""
    tally, until, ties = Tally(), time.monotonic() + seconds, world["ties"]

    def goes_on(dice: random.Random) -> Callable[[], bool]:
        def go() -> bool:
            if pause:
                time.sleep(min(dice.uniform(0, 2 * pause), max(0.0, until - time.monotonic())))
            return time.monotonic() < until

        return go

    threads = []
    for number, person in enumerate(people["writer"]):
        tie = ties[number % len(ties)]
        threads.append(
            threading.Thread(target=write_on, args=(person, number, tie, tally, goes_on(random.Random(number))))
        )
    for number, person in enumerate(people["reader"]):
        tie = ties[number % len(ties)]
        own = [tie["page"], tie["keep"]] if "sessionid" in person.cookies else []
        given = (person, number, [*world["public"], *own], tally, goes_on(random.Random(1000 + number)))
        threads.append(threading.Thread(target=read_on, args=given))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return tally


# --- judging --------------------------------------------------------------------------------------------------------


def judged(tallies: list[Tally], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Every entry that is not as it was answered, in words."""
    found = [fault for tally in tallies for fault in tally.faults]
    saved = [mark for tally in tallies for mark in tally.saved]
    unknown = {mark for tally in tallies for mark in tally.unknown}
    titles = set().union(*(tally.titles for tally in tallies))
    for mark in saved:
        events = after["rows"].get(mark, [])
        if events != [1]:
            found.append(f"“{mark}” stands {len(events)} times, with {events} events")
    beyond = set(after["rows"]) - set(saved) - unknown
    found += [f"“{mark}” stands though it was not answered so" for mark in sorted(beyond)]
    changed: Counter[str] = sum((tally.changed for tally in tallies), Counter())
    for row in after["shared"]:
        if row["title"] not in titles | unknown:
            found.append(f"“{row['title']}” stands on a shared row though nobody was answered so")
        if not row["version"] == row["events"] == 1 + changed[row["pk"]]:
            found.append(
                f"{changed[row['pk']]} changes were answered; version {row['version']}, {row['events']} events"
            )
    made = after["events"] - before["events"]
    answered = len(saved) + changed.total()
    if not unknown and made != answered:
        found.append(f"{answered} entries were answered, {made} events were noted")
    return found


def spread(seconds: list[float]) -> dict[str, float]:
    """Number, and times in milliseconds."""
    if not seconds:
        return {"number": 0, "median": 0.0, "p95": 0.0, "p99": 0.0, "max": 0.0}
    times = sorted(1000 * one for one in seconds)
    at = lambda share: round(times[min(len(times) - 1, int(share * len(times)))], 1)  # noqa: E731
    median = round(statistics.median(times), 1)
    return {"number": len(times), "median": median, "p95": at(0.95), "p99": at(0.99), "max": round(times[-1], 1)}


def measured(database: str, home: Path, url: str, wanted: argparse.Namespace) -> dict[str, Any]:
    """One database, from an empty home to the judgement."""
    killer = Killer(home, url=url)
    killer.run("make")
    killer.close()
    world = inside(home, url, "prepare", writers=wanted.writers, readers=wanted.readers // 5)
    shared = [tie["shared"] for tie in world["ties"]]
    before = inside(home, url, "count", shared=shared)
    port = wanted.port or free_port()
    with served(home, url, port):
        people = {
            "writer": [Person(port, f"10.0.1.{n}") for n in range(wanted.writers)],
            "reader": [Person(port, f"10.0.2.{n}") for n in range(wanted.readers)],
        }
        begun = time.perf_counter()
        with_names = [*zip(people["writer"], world["writer"]), *zip(people["reader"], world["reader"])]  # noqa: B905
        entering = [threading.Thread(target=one.sign_in, args=(world["sign-in"], name)) for one, name in with_names]
        for thread in entering:
            thread.start()
        for thread in entering:
            thread.join()
        signing_in = time.perf_counter() - begun
        tallies = {}
        for pause in (0.0, wanted.pause) if wanted.pause else (0.0,):
            tallies[pause] = crowd(world, people, wanted.seconds, pause)
    after = inside(home, url, "count", shared=shared)
    faults = judged(list(tallies.values()), before, after)
    pages = world["public"] + [world["ties"][0]["page"], world["ties"][0]["keep"]]
    given = {"seconds": wanted.seconds / 3, "writers": wanted.writers, "readers": wanted.readers}
    bare = inside(home, url, "bare", ties=[world["ties"][0]["pk"]], pages=pages, **given)
    faults += [f"bare database: {fault}" for fault in bare["faults"]]
    log = (home / "server.log").read_text()
    if "Traceback" in log:
        faults.append("the server's log holds an error: " + log[log.index("Traceback") :][-300:])
    return {
        "database": database,
        "faults": faults,
        "signing_in_seconds": round(signing_in, 1),
        "signed_in": len(with_names),
        "rows": sum(map(len, after["rows"].values())),
        "events": after["events"] - before["events"],
        "tracebacks": log.count("Traceback"),
        "bare": {kind: spread(bare["took"][kind]) for kind in ("read", "write")},
        "bare_seconds": wanted.seconds / 3,
        "statements": bare["statements"],
        "phases": [
            {
                "pause": pause,
                "outcomes": dict(sorted(tally.outcomes.items())),
                "saved": len(tally.saved),
                "changed": tally.changed.total(),
                **{kind: spread(tally.took[kind]) for kind in ("read", "form", "write")},
            }
            for pause, tally in tallies.items()
        ],
    }


# --- telling --------------------------------------------------------------------------------------------------------


def table(runs: list[dict[str, Any]], about: dict[str, Any]) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# Everybody at once",
        "",
        f"{about['writers']} writers and {about['readers']} readers for {about['seconds']:g} s in each round, on the "
        f"casebook and live records that they share, on the server as `kembar run` starts it (one process, 8 threads); "
        f"{about['machine']}, which the people, played by one process, share. Load of the machine "
        f"{about['load_before']} before, {about['load']} after. Times in milliseconds from request to the whole "
        "answer. Bare is the driver alone with as many threads at once: the same INSERTs, a transaction for each "
        "entry, beside the same SELECTs.",
        "",
    ]
    for run in runs:
        lines += [
            f"## {run['database']}",
            "",
            f"{run['rows']} new rows and {run['events']} events, of "
            f"{sum(p['saved'] for p in run['phases'])} entries and {sum(p['changed'] for p in run['phases'])} changes "
            f"answered as saved; {run['tracebacks']} errors in the server's log; "
            f"{run['signed_in']} sign-ins at once in {run['signing_in_seconds']} s. "
            + ("**Nothing lost, no error page.**" if not run["faults"] else f"**{len(run['faults'])} faults.**"),
            "",
            "| | number | a second | median | p95 | p99 | max | bare a second to it | its median to bare |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        ]
        for phase in run["phases"]:
            how = f"a pause of {phase['pause']:g} s" if phase["pause"] else "no pause"
            for kind, said in (("read", "pages read"), ("form", "forms opened"), ("write", "forms sent")):
                lines.append(_line(f"{said}, {how}", phase[kind], about["seconds"], run["bare"].get(kind), run))
        for kind, said in (("read", "bare SELECTs of a page"), ("write", "bare INSERTs of an entry")):
            lines.append(_line(said, run["bare"][kind], run["bare_seconds"], None, run))
        answers = "; ".join(
            f"{'a pause of ' + format(phase['pause'], 'g') + ' s' if phase['pause'] else 'no pause'}: "
            + ", ".join(f"{name} × {number}" for name, number in phase["outcomes"].items())
            for phase in run["phases"]
        )
        lines += ["", f"Answers: {answers} (302: saved; 409: somebody else changed it first, both versions shown).", ""]
        lines += [f"- {fault}" for fault in run["faults"][:20]] + ([""] if run["faults"] else [])
    return "\n".join(lines)


def _line(said: str, took: dict[str, float], seconds: float, bare: dict[str, float] | None, run: dict[str, Any]) -> str:
    quick = took["number"] / seconds
    ratios = ["–", "–"]
    if bare and took["number"] and bare["number"]:
        ratios = [f"{bare['number'] / run['bare_seconds'] / quick:.0f}", f"{took['median'] / bare['median']:.1f}"]
    times = " | ".join(f"{took[name]:.0f}" for name in ("median", "p95", "p99", "max"))
    return f"| {said} | {took['number']} | {quick:.1f} | {times} | {ratios[0]} | {ratios[1]} |"


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--pause", type=float, default=5, help="seconds, on average, in the second round; 0: none")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="one alone")
    parser.add_argument("--port", type=int, default=0, help="of the server (default: a free one)")
    parser.add_argument("--output", type=Path, default=RESULTS)
    return parser.parse_args(words)


def main() -> int:
    wanted = arguments()
    load, runs = os.getloadavg()[0], []
    for database in wanted.database or ("sqlite", "postgresql"):
        if database == "postgresql" and not BINARIES:
            sys.stderr.write("PostgreSQL's server is not installed: apt-get install postgresql\n")
            continue
        with tempfile.TemporaryDirectory(prefix="kembar-together-") as folder:
            if database == "sqlite":
                runs.append(measured("SQLite", Path(folder), "", wanted))
            else:
                with cluster() as url:
                    runs.append(measured("PostgreSQL", Path(folder), url, wanted))
    about = {
        "writers": wanted.writers,
        "readers": wanted.readers,
        "seconds": wanted.seconds,
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}",
        "load_before": round(load, 1),
        "load": round(os.getloadavg()[0], 1),
    }
    wanted.output.mkdir(parents=True, exist_ok=True)
    told = json.dumps({**about, "runs": runs}, indent=1, ensure_ascii=False)
    (wanted.output / "together.json").write_text(told + "\n", encoding="utf-8")
    (wanted.output / "together.md").write_text(table(runs, about), encoding="utf-8")
    print(table(runs, about))
    return 1 if any(run["faults"] for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())

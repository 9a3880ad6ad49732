"""The routes of a gateway, changed while it runs."""

import json
import re
import threading
import time
from contextlib import contextmanager

from load import PATH, WrkLoad
from processes import Failure, ask

FEW, MANY = 10, 10_000
LIMIT = 30
IN_FORCE = re.compile(r"Generation \d+ is in force, after (\d+) ms")


class RouteTable:
    """That of one running gateway."""

    def __init__(self, running):
        self._port = running.port
        self._home = running.home

    def use(self, count):
        """Writes so many routes and waits until they are in force; returns the seconds it took, as seen from outside."""
        mark = f"/in-force/{time.monotonic_ns()}"
        hello = {"path": PATH, "method": "GET", "handler": "hello"}
        routes = [_route(n) for n in range(count)] + [hello, {"path": mark, "handler": "hello"}]
        text = json.dumps({"routes": routes}, indent=4)
        began = time.monotonic()
        (self._home / "config" / "router.json").write_text(text, "utf-8")
        while ask(self._port, mark)[0] != 200:
            if time.monotonic() - began > LIMIT:
                raise Failure(f"{count} routes were not in force within {LIMIT} s")
            time.sleep(0.02)
        return time.monotonic() - began

    def reload_milliseconds(self):
        """What the gateway says of each generation, the first one left out."""
        log = (self._home / "runtime" / "logs" / "gateway.log").read_text("utf-8")
        return [int(found) for found in IN_FORCE.findall(log)][1:]


def asking_for(count):
    """A load of requests for so many routes, at random."""
    return WrkLoad(connections=32, script="routes.lua", arguments=(str(count),))


@contextmanager
def reloading(running, count=FEW, pause=1.0):
    """Reloads at most once in so many seconds. Yields a dictionary in which the seconds of each reload stand in the end."""
    table = RouteTable(running)
    table.use(count)
    seconds, failures = [], []
    ended = threading.Event()

    def reload():
        try:
            while not ended.is_set():
                seconds.append(table.use(count))
                ended.wait(max(0.0, pause - seconds[-1]))
        except Failure as failure:
            failures.append(failure)

    thread = threading.Thread(target=reload)
    thread.start()
    figures = {}
    try:
        yield figures
    finally:
        ended.set()
        thread.join()
    if failures:
        raise failures[0]
    figures["reload_seconds"] = seconds


def _route(n):
    path = f"/api/team{n // 50}/orders{n}" + ("/{id}" if n % 2 else "")
    return {"path": path, "method": "GET", "handler": "hello", "plugins": []}

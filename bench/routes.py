#!/usr/bin/env python3
"""What 10,000 routes cost against 10: CPU of the gateway per request, in one process, taking turns; and how long a reload of them
takes, and how long requests take meanwhile.

    python3 bench/routes.py [--rounds 8] [--seconds 4] [--asked 10000] [--archive TAR_GZ]
"""

import argparse
import json
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

import bighammer
import measure
from processes import Failure, Stage, find, get

FEW, MANY = 10, 10_000
LIMIT = 30
SETTLE = 3
RELOADS = 10
IN_FORCE = re.compile(r"Generation \d+ is in force, after (\d+) ms")
Running = namedtuple("Running", "port gateway workers")


class Gateway:
    """One gateway whose routes change."""

    def __init__(self, stage, archive_build, java_home):
        process, self.port = bighammer.start(stage, archive_build, java_home, "hello.js", 1)
        self.home = stage.folder / "home"
        self.running = Running(self.port, [measure.Part.alone(process.pid)], [measure.Part.below_of(process.pid)])
        self.serial = 0
        stage.await_that(lambda: get(self.port, measure.PATH)[0] == 200, "the first answer")

    def use(self, count):
        """Writes so many routes and waits until they are in force; returns the seconds it took, as seen from outside."""
        self.serial += 1
        mark = f"/in-force/{self.serial}"
        routes = [route(n) for n in range(count)] + [{"path": mark, "handler": "hello"}]
        text = json.dumps({"routes": routes}, indent=4)
        began = time.monotonic()
        (self.home / "config" / "router.json").write_text(text, "utf-8")
        while get(self.port, mark)[0] != 200:
            if time.monotonic() - began > LIMIT:
                raise Failure(f"{count} routes were not in force within {LIMIT} s")
            time.sleep(0.02)
        return time.monotonic() - began

    def reload_milliseconds(self):
        """What the gateway says of each generation, the first one left out."""
        log = (self.home / "runtime" / "logs" / "gateway.log").read_text("utf-8")
        return [int(found) for found in IN_FORCE.findall(log)][1:]


def route(n):
    path = f"/api/team{n // 50}/orders{n}" + ("/{id}" if n % 2 else "")
    return {"path": path, "method": "GET", "handler": "hello", "plugins": []}


def compare(gateway, rounds, seconds, asked):
    """CPU µs per request with few routes and with many, of which at most so many are asked for; their ratio, round by round."""
    ratios = []
    for number in range(-2, rounds):  # the first ones warm up
        order = (FEW, MANY) if number % 2 else (MANY, FEW)
        cpu = {}
        for count in order:
            gateway.use(count)
            requests = load(min(count, asked))
            requests.run(gateway.port, SETTLE)  # what reading the routes has left to the compiler and the collector
            figures = measure.measure(gateway.running, requests, seconds)
            require_all_answered(figures)
            cpu[count] = figures["gateway_cpu_us"]
        if number >= 0:
            ratios.append(cpu[MANY] / cpu[FEW])
            print(f"round {number + 1}: {FEW} routes {cpu[FEW]:6.2f} µs, {MANY} routes {cpu[MANY]:6.2f} µs,"
                  f" ratio {ratios[-1]:.3f}", flush=True)
    return ratios


def reload_under_load(gateway):
    """Reloads one after another while requests come; returns wrk's figures and the seconds of each reload from outside."""
    gateway.use(MANY)
    before = len(gateway.reload_milliseconds())
    took = []
    ended = threading.Event()

    def reload():
        while not ended.is_set() and len(took) < RELOADS:
            took.append(gateway.use(MANY))

    reloading = threading.Thread(target=reload)
    reloading.start()
    try:
        figures = load(MANY).run(gateway.port, RELOADS)
    finally:
        ended.set()
        reloading.join()
    require_all_answered(figures)
    return figures, took, gateway.reload_milliseconds()[before:]


def load(count):
    return measure.Load(connections=32, threads=1, script=Path(__file__).with_name("routes.lua"), arguments=(str(count),))


def require_all_answered(figures):
    failed = figures["bad_status"] + figures["broken"] + figures["timeouts"]
    if failed:
        raise Failure(f"{failed} of {figures['requests']} requests failed")


def main():
    options = argparse.ArgumentParser(prog="bench/routes.py", description=__doc__)
    options.add_argument("--rounds", type=int, default=8)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--asked", type=int, default=MANY, help="so many of the routes are asked for; default: all, at random")
    options.add_argument("--archive", type=Path, help="default: the newest tar.gz of distribution/target")
    chosen = options.parse_args()
    if not find("wrk"):
        sys.exit("wrk, which makes the load, is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="bh-routes-") as folder:
        build = bighammer.Build(chosen.archive or bighammer.Build.newest_archive(), Path(folder) / "build")
        stage = Stage(Path(folder) / "stage")
        try:
            gateway = Gateway(stage, build, None)
            ratios = compare(gateway, chosen.rounds, chosen.seconds, chosen.asked)
            figures, took, own = reload_under_load(gateway)
        except Failure as failure:
            sys.exit(str(failure))
        finally:
            stage.close()
    print(f"CPU per request, {MANY} routes against {FEW}: median {statistics.median(ratios):.3f},"
          f" from {min(ratios):.3f} to {max(ratios):.3f}")
    print(f"reload of {MANY} routes under load: the gateway needs {statistics.median(own):.0f} ms, {max(own)} at most; from the"
          f" file's change to the first answer {statistics.median(took):.2f} s, {max(took):.2f} at most; {len(took)} reloads")
    print(f"requests meanwhile: {figures['requests']}, p50 {figures['p50_us'] / 1000:.1f} ms, p99 {figures['p99_us'] / 1000:.1f} ms,"
          " none failed")


if __name__ == "__main__":
    main()

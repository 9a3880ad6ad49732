#!/usr/bin/env python3
"""What 10,000 routes cost against 10: CPU of the gateway per request, in one process, taking turns; and how long a reload of them
takes, and how long requests take meanwhile.

    python3 bench/routes.py [--rounds 8] [--seconds 4] [--asked 10000] [--archive TAR_GZ]
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import bighammer
from contestants import CONTESTANTS, Ground
from load import PATH
from measure import measure
from processes import Failure, Stage, ask, find
from route_table import FEW, MANY, RouteTable, asking_for, reloading

SETTLE = 3
SECONDS_OF_RELOADS = 10


def start(stage, build):
    """A gateway whose routes change."""
    contestant = next(one for one in CONTESTANTS if one.name == "bighammer-routes")
    running = contestant.start(stage, Ground(build, None))
    stage.await_that(lambda: ask(running.port, PATH)[0] == 200, "the first answer")
    return running


def compare(running, rounds, seconds, asked):
    """CPU µs per request with few routes and with many, of which at most so many are asked for; their ratio, round by round."""
    ratios = []
    table = RouteTable(running)
    for number in range(-2, rounds):  # the first ones warm up
        order = (FEW, MANY) if number % 2 else (MANY, FEW)
        cpu = {}
        for count in order:
            table.use(count)
            requests = asking_for(min(count, asked))
            requests.run(running, SETTLE)  # what reading the routes has left to the compiler and the collector
            figures = measure(running, requests, seconds)
            require_all_answered(figures)
            cpu[count] = figures["gateway_cpu_us"]
        if number >= 0:
            ratios.append(cpu[MANY] / cpu[FEW])
            print(f"round {number + 1}: {FEW} routes {cpu[FEW]:6.2f} µs, {MANY} routes {cpu[MANY]:6.2f} µs,"
                  f" ratio {ratios[-1]:.3f}", flush=True)
    return ratios


def reload_under_load(running):
    """Reloads one after another while requests come; returns wrk's figures and the milliseconds of each reload in the gateway."""
    table = RouteTable(running)
    table.use(MANY)
    before = len(table.reload_milliseconds())
    with reloading(running, MANY, pause=0) as reloads:
        figures = asking_for(MANY).run(running, SECONDS_OF_RELOADS)
    require_all_answered(figures)
    return {**figures, **reloads}, table.reload_milliseconds()[before:]


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
            running = start(stage, build)
            ratios = compare(running, chosen.rounds, chosen.seconds, chosen.asked)
            figures, own = reload_under_load(running)
        except Failure as failure:
            sys.exit(str(failure))
        finally:
            stage.close()
    took = figures["reload_seconds"]
    print(f"CPU per request, {MANY} routes against {FEW}: median {statistics.median(ratios):.3f},"
          f" from {min(ratios):.3f} to {max(ratios):.3f}")
    print(f"reload of {MANY} routes under load: the gateway needs {statistics.median(own):.0f} ms, {max(own)} at most; from the"
          f" file's change to the first answer {statistics.median(took):.2f} s, {max(took):.2f} at most; {len(took)} reloads")
    print(f"requests meanwhile: {figures['requests']}, p50 {figures['p50_us'] / 1000:.1f} ms, p99 {figures['p99_us'] / 1000:.1f} ms,"
          " none failed")


if __name__ == "__main__":
    main()

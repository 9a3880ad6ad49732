#!/usr/bin/env python3
"""Measures BigHammer against its rivals. README.md says how to read the figures."""

import argparse
import json
import re
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import bighammer
import machine
import report
from contestants import CONTESTANTS, FLOOR, Ground, find_java_home
from measure import HEADERS, PATH, Load, measure
from processes import Failure, Stage, find, get

RESULTS = Path(__file__).resolve().parent / "results"
ANSWER = {"status": 200, "message": "OK", "data": {"service": "hello", "text": "A small answer, about a hundred bytes"}}


class Race:
    """All contestants, started side by side and loaded one at a time, each round in another order."""

    def __init__(self, ground, load, folder):
        self._ground = ground
        self._load = load
        self._folder = folder
        self._stages = []
        self._running = {}
        self.absent = {}
        self.failures = []
        self.rounds = []

    def start(self, contestants):
        for contestant in contestants:
            missing = contestant.missing(self._ground)
            if missing:
                self.absent[contestant.title] = missing
                print(f"{contestant.title} is left out; missing: {', '.join(missing)}", flush=True)
            else:
                self._guarded(contestant, self._start_one)

    def _start_one(self, contestant):
        stage = Stage(self._folder / contestant.name)
        self._stages.append(stage)
        running = contestant.start(stage, self._ground)
        stage.await_that(lambda: get(running.port, PATH, HEADERS)[0] is not None, "anything was answered")
        stage.await_that(lambda: get(running.port, PATH, HEADERS)[0] == 200, "a request was answered with 200")
        body = get(running.port, PATH, HEADERS)[1]
        if not _is_the_answer(body):
            raise Failure(f"the answer is not the one that all give: {body[:200]!r}")
        self._running[contestant] = running

    def warm_up(self, seconds):
        for contestant in list(self._running):
            self._guarded(contestant, lambda it: self._warm_up(it, seconds))

    def _warm_up(self, contestant, seconds):
        figures = self._load.run(self._running[contestant].port, seconds)
        print(f"warm-up  {contestant.title:32} {figures['requests']:8} requests", flush=True)

    def run(self, rounds, seconds):
        for number in range(rounds):
            order = list(self._running)
            turn = number % len(order) if order else 0
            for contestant in order[turn:] + order[:turn]:
                self._guarded(contestant, lambda it: self._round(number + 1, it, seconds))

    def _round(self, number, contestant, seconds):
        figures = measure(self._running[contestant], self._load, seconds)
        self.rounds.append({"round": number, "contestant": contestant.name, **figures})
        print(
            f"round {number}  {contestant.title:32} {figures['requests_per_second']:8.0f} requests/s, CPU µs:"
            f" gateway {figures['gateway_cpu_us']:6.1f}, workers {figures['workers_cpu_us']:6.1f};"
            f" other programs {figures['others_cores']:.1f} cores",
            flush=True,
        )

    def _guarded(self, contestant, step):
        """A contestant that fails is out; the others go on."""
        try:
            step(contestant)
        except Failure as failure:
            self._running.pop(contestant, None)
            self.failures.append(f"{contestant.title}: {failure}")
            print(f"FAILED   {self.failures[-1]}", file=sys.stderr, flush=True)

    def close(self):
        while self._stages:
            self._stages.pop().close()


def _is_the_answer(body):
    try:
        return json.loads(body) == ANSWER
    except ValueError:
        return False


def main():
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    if not find("wrk"):
        sys.exit("wrk, which makes the load, is missing: apt-get install wrk")
    chosen = [one for one in CONTESTANTS if not options.only or one.name in options.only]
    try:
        archive = options.archive or bighammer.Build.newest_archive()
    except Failure as failure:
        sys.exit(str(failure))
    with tempfile.TemporaryDirectory(prefix="bh-bench-") as folder:
        ground = Ground(bighammer.Build(archive, Path(folder) / "build"), find_java_home())
        if not options.archive and ground.build.is_older_than_its_sources():
            print(f"WARN: {archive.name} is older than the sources: ./duang.sh build", flush=True)
        race = Race(ground, Load(options.connections, options.threads), Path(folder))
        try:
            race.start(chosen)
            race.warm_up(options.warmup)
            race.run(options.rounds, options.seconds)
        finally:
            race.close()
        result = {
            **machine.describe(ground),
            "settings": {name: value for name, value in vars(options).items() if name in SETTINGS},
            "absent": race.absent,
            "failures": race.failures,
            "rounds": race.rounds,
        }
    page = write_page(chosen, result)
    keep(result, page, options.keep)
    print("\n" + page)
    sys.exit(1 if race.failures or any(report.failed(figures) for figures in race.rounds) else 0)


SETTINGS = ("rounds", "seconds", "warmup", "connections", "threads")


def read_options():
    options = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    options.add_argument("--rounds", type=_positive, default=5, help="default: 5")
    options.add_argument("--seconds", type=_positive, default=4, help="of each round; default: 4")
    options.add_argument("--warmup", type=_positive, default=10, help="seconds of load before the rounds; default: 10")
    options.add_argument("--connections", type=_positive, default=64, help="default: 64")
    options.add_argument("--threads", type=_positive, default=1, help="of wrk; default: 1")
    names = [contestant.name for contestant in CONTESTANTS]
    options.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"of {', '.join(names)}")
    options.add_argument("--archive", type=Path, help="default: the newest tar.gz of distribution/target")
    options.add_argument("--keep", type=_name, metavar="NAME", help="write to results/kept/NAME.*, which git sees")
    return options.parse_args()


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number


def _name(text):
    if not re.fullmatch(r"[\w.-]+", text):
        raise argparse.ArgumentTypeError("letters, digits, '.', '-' and '_' only")
    return text


def write_page(contestants, result):
    """The result as Markdown."""
    facts = "\n".join(f"- {name}: {text}" for name, text in result.items() if isinstance(text, str))
    settings = ", ".join(f"{name} {value}" for name, value in result["settings"].items())
    others = [figures["others_cores"] for figures in result["rounds"]]
    busy = f"- other programs took {max(others, default=0):.2f} cores in the worst round\n"
    absent = "".join(f"- left out: {title}; missing: {', '.join(what)}\n" for title, what in result["absent"].items())
    failures = "".join(f"- FAILED: {failure}\n" for failure in result["failures"])
    return (
        f"# BigHammer and its rivals\n\n{facts}\n- {settings}\n{busy}{absent}{failures}\n"
        f"{report.table(contestants, result['rounds'])}\n\n{report.ratios(contestants, result['rounds'], FLOOR)}\n"
    )


def keep(result, page, name):
    folder = RESULTS / "kept" if name else RESULTS
    name = name or datetime.now().strftime("%Y-%m-%dT%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / f"{name}.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures BigHammer against its rivals, case by case. README.md says how to read the figures."""

import argparse
import resource
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import bighammer
import machine
import pages
import report
import startup
from cases import CASES
from contestants import CONTESTANTS, Ground, find_java_home
from processes import Failure, find
from race import Field, Race, Timing

RESULTS = Path(__file__).resolve().parent / "results"
KEPT = RESULTS / "kept"
NAMES = tuple(case.name for case in CASES) + (startup.NAME,)
FULL, QUICK = Timing(rounds=5, seconds=3, warmup=12, settle=6), Timing(rounds=1, seconds=1, warmup=1, settle=0)


class Session:
    """The chosen cases, one after the other; each is written down as soon as it is measured."""

    def __init__(self, ground, timing, folder, results):
        self._ground = ground
        self._timing = timing
        self._folder = folder
        self._results = results
        self._facts = machine.describe(ground)
        self.spoilt = False

    def run(self, cases):
        field = Field(CONTESTANTS, self._ground, self._folder, self._timing.warmup)
        try:
            for number, case in enumerate(cases):
                self._run(case, field)
                later = {entrant.contestant for one in cases[number + 1:] for entrant in one.entrants}
                field.keep(later)
        finally:
            field.close()

    def _run(self, case, field):
        race = Race(case, field, self._timing)
        race.run()
        absent, failures = field.lacking(dict.fromkeys(entrant.contestant for entrant in case.entrants))
        failures += race.failures
        self._write({
            "case": case.name,
            "title": case.title,
            "about": case.about,
            **self._conditions({**vars(self._timing), "rounds": self._timing.rounds * case.often}),
            "absent": absent,
            "failures": failures,
            "unit": case.unit,
            "entrants": {entrant.name: entrant.title for entrant in case.entrants},
            "ours": [entrant.name for entrant in case.entrants if entrant.ours],
            "comparisons": case.comparisons,
            "rounds": race.rounds,
        })
        self.spoilt |= bool(failures) or any(report.failed(figures) for figures in race.rounds)

    def measure_start(self, runs):
        try:
            result = startup.measure(self._ground, runs)
        except Failure as failure:
            print(f"FAILED   {startup.NAME}: {failure}", file=sys.stderr, flush=True)
            self.spoilt = True
            return
        self._write({**result, **self._conditions({"runs": runs}), "absent": {}, "failures": []})

    def _conditions(self, settings):
        return {"date": machine.now(), **self._facts, "settings": settings}

    def _write(self, result):
        pages.write(result, self._results)
        print("\n" + pages.tables(result), flush=True)


def main():
    options = read_options()
    if options.list:
        print_cases()
    elif options.pages:
        pages.write_index(KEPT, NAMES)
    else:
        sys.exit(1 if measure_all(options) else 0)


def measure_all(options):
    """Whether something failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    if not find("wrk"):
        sys.exit("wrk, which makes the load, is missing: apt-get install wrk")
    allow_many_files()
    results = KEPT if options.keep else RESULTS / datetime.now().strftime("%Y-%m-%dT%H%M%S")
    try:
        archive = options.archive or bighammer.Build.newest_archive()
    except Failure as failure:
        sys.exit(str(failure))
    with tempfile.TemporaryDirectory(prefix="bh-bench-") as folder:
        ground = Ground(bighammer.Build(archive, Path(folder) / "build"), find_java_home())
        if not options.archive and ground.build.is_older_than_its_sources():
            print(f"WARN: {archive.name} is older than the sources: ./duang.sh build", flush=True)
        session = Session(ground, timing(options), Path(folder), results)
        session.run(chosen_cases(options))
        if startup.NAME in (options.case or (() if options.only else NAMES)):
            session.measure_start(1 if options.quick else startup.RUNS)
    pages.write_index(results, NAMES)
    print(f"All is in {results}/{pages.INDEX}")
    return session.spoilt


def chosen_cases(options):
    """The cases with those who may take part in them, without those in which nobody may."""
    cases = [case for case in CASES if not options.case or case.name in options.case]
    if options.only:
        cases = [case.among(options.only) for case in cases]
    return [case for case in cases if case.entrants]


def timing(options):
    usual = QUICK if options.quick else FULL
    return Timing(**{name: getattr(options, name) or value for name, value in vars(usual).items()})


def allow_many_files():
    """As many as the system allows: a thousand connections are more than the usual limit, here and in what is started."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def print_cases():
    for case in CASES:
        print(f"{case.name:12} {case.title}: {', '.join(dict.fromkeys(one.contestant for one in case.entrants))}")
    print(f"{startup.NAME:12} {startup.TITLE}")


def read_options():
    options = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    names = [contestant.name for contestant in CONTESTANTS]
    options.add_argument("--case", nargs="+", choices=NAMES, metavar="CASE", help=f"of {', '.join(NAMES)}; default: all")
    options.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"of {', '.join(names)}; default: all")
    options.add_argument("--list", action="store_true", help="tell the cases, and who takes part in which")
    options.add_argument("--quick", action="store_true", help="one round of a second: what runs, not how fast")
    options.add_argument("--rounds", type=_positive, help=f"default: {FULL.rounds}")
    options.add_argument("--seconds", type=_positive, help=f"of each round; default: {FULL.seconds}")
    options.add_argument("--warmup", type=_positive, help=f"seconds of load when a contestant has started; default: {FULL.warmup}")
    options.add_argument("--settle", type=_positive, help=f"seconds of a case's own load before it; default: {FULL.settle}")
    options.add_argument("--archive", type=Path, help="default: the newest tar.gz of distribution/target")
    options.add_argument("--keep", action="store_true", help="write to results/kept, which git sees, and not to results/DATE")
    options.add_argument("--pages", action="store_true", help="measure nothing; make the pages and pictures of results/kept anew")
    chosen = options.parse_args()
    if chosen.quick and chosen.keep:
        options.error("--quick measures nothing worth keeping: leave --keep away")
    return chosen


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number


if __name__ == "__main__":
    main()

"""Starts the contestants of a case and loads them one at a time, each round in another order."""

import sys
from dataclasses import dataclass

from load import HEADERS, PATH, WrkLoad
from measure import measure
from processes import Failure, Stage, ask

WARM_UP = WrkLoad(64)


@dataclass(frozen=True)
class Timing:
    """How long all takes, in seconds but for the rounds."""

    rounds: int
    seconds: int  # of load in each round
    warmup: int  # of load when a contestant has started
    settle: int  # of a case's own load before its first round, for each entrant


class Field:
    """The contestants that run. Each is started and warmed up when it is first asked for."""

    def __init__(self, contestants, ground, folder, warmup):
        self._contestants = {one.name: one for one in contestants}
        self._ground = ground
        self._folder = folder
        self._warmup = warmup
        self._stages = {}
        self._running = {}
        self._absent = {}  # by name: what is missing
        self._failures = {}  # by name: why it is out

    def running(self, name):
        """None when it cannot take part."""
        if name not in self._running and name not in self._absent and name not in self._failures:
            self._enter(self._contestants[name])
        return self._running.get(name)

    def keep(self, names):
        """Ends all but these."""
        for name in [name for name in self._stages if name not in names]:
            self._end(name)

    def lacking(self, names):
        """Of these, by title what is missing for which, and why others failed."""
        absent = {self._contestants[name].title: self._absent[name] for name in names if name in self._absent}
        failures = [f"{self._contestants[name].title}: {self._failures[name]}" for name in names if name in self._failures]
        return absent, failures

    def close(self):
        self.keep(())

    def _end(self, name):
        self._running.pop(name, None)
        stage = self._stages.pop(name, None)
        if stage:
            stage.close()

    def _enter(self, contestant):
        missing = contestant.missing(self._ground)
        if missing:
            self._absent[contestant.name] = missing
            print(f"{contestant.title} is left out; missing: {', '.join(missing)}", flush=True)
            return
        try:
            running = self._start(contestant)
            figures = WARM_UP.run(running, self._warmup)
        except Failure as failure:
            self._failures[contestant.name] = str(failure)
            print(f"FAILED   {contestant.title}: {failure}", file=sys.stderr, flush=True)
            self._end(contestant.name)
            return
        print(f"warm-up  {contestant.title:36} {figures['requests']:8} requests", flush=True)
        self._running[contestant.name] = running

    def _start(self, contestant):
        stage = Stage(self._folder / contestant.name)
        self._stages[contestant.name] = stage
        running = contestant.start(stage, self._ground)

        def status():
            return ask(running.port, PATH, HEADERS, secure=running.secure)[0]

        stage.await_that(lambda: status() is not None, "anything was answered")
        stage.await_that(lambda: status() == 200, "a request was answered with 200")
        WARM_UP.check(running)
        return running


class Race:
    """One case."""

    def __init__(self, case, field, timing):
        self._case = case
        self._field = field
        self._timing = timing
        self.failures = []
        self.rounds = []

    def run(self):
        print(f"\n{self._case.title}", flush=True)
        entrants = [one for one in self._case.entrants if self._field.running(one.contestant)]
        entrants = [one for one in entrants if self._guarded(one, self._settle)]
        for number in range(self._timing.rounds * self._case.often):
            for entrant in turned(entrants, number):
                if not self._guarded(entrant, lambda it: self._round(number + 1, it)):
                    entrants.remove(entrant)

    def _settle(self, entrant):
        running = self._field.running(entrant.contestant)
        entrant.load.check(running)
        load = entrant.before or entrant.load
        if self._timing.settle and load != WARM_UP:  # else it is warm already
            with entrant.meanwhile(running):
                load.run(running, self._timing.settle)

    def _round(self, number, entrant):
        running = self._field.running(entrant.contestant)
        with entrant.meanwhile(running) as further:
            figures = measure(running, entrant.load, self._timing.seconds)
        self.rounds.append({"round": number, "entrant": entrant.name, **figures, **further})
        print(
            f"round {number}  {entrant.title:36} {figures['requests_per_second']:8.0f} {entrant.load.unit}/s, CPU µs:"
            f" gateway {figures['gateway_cpu_us']:6.1f}, workers {figures['workers_cpu_us']:6.1f};"
            f" other programs {figures['others_cores']:.1f} cores",
            flush=True,
        )

    def _guarded(self, entrant, step):
        """Whether it went well. Who fails is out of this case; the others go on."""
        try:
            step(entrant)
            return True
        except Failure as failure:
            self.failures.append(f"{entrant.title}: {failure}")
            print(f"FAILED   {self.failures[-1]}", file=sys.stderr, flush=True)
            return False


def turned(entrants, number):
    """The order of that round."""
    turn = number % len(entrants) if entrants else 0
    return entrants[turn:] + entrants[:turn]

"""The ratios that BigHammer is to reach, and what the rounds say of them."""

from dataclasses import dataclass
from statistics import median
from typing import Callable, Tuple

import micro
from report import difference, failed, paired, plain, ratio, spread

REQUESTS, GATEWAY_CPU = "requests_per_second", "gateway_cpu_us"

REACHED, NOT_REACHED, NOT_MEASURED = "reached", "not reached", "not measured"


@dataclass(frozen=True)
class Target:
    name: str  # of its remark
    title: str
    case: str
    values: Callable  # takes the rounds of that case, returns a value for each that has one
    at_least: bool
    limit: float
    unit: str = "×"

    @property
    def demand(self):
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Verdict:
    """What became of a target."""

    target: Target
    values: Tuple[float, ...]

    @property
    def word(self):
        if not self.values:
            return NOT_MEASURED
        middle = median(self.values)
        reached = middle >= self.target.limit if self.target.at_least else middle <= self.target.limit
        return REACHED if reached else NOT_REACHED

    @property
    def measured(self):
        return spread(self.values, plain) if self.values else ""


def both(how, figure, name, other):
    """What is made of that figure of both, within each round."""
    return lambda rounds: paired(rounds, name, other, figure, how)


def value(figure):
    return lambda rounds: [figures[figure] for figures in rounds]


def all_failures(name):
    """One value: how many requests of that entrant failed, of all rounds together."""

    def count(rounds):
        own = [failed(figures) for figures in rounds if figures["entrant"] == name]
        return [sum(own)] if own else []

    return count


TARGETS = (
    Target("node-requests", "→ Node: requests/s by those of nginx → Node", "small-64",
           both(ratio, REQUESTS, "bighammer-node", "nginx-node"), True, 1.1),
    Target("node-cpu", "→ Node: CPU of the gateway by that of bare Jetty", "small-64",
           both(ratio, GATEWAY_CPU, "bighammer-node", "jetty"), False, 1.8),
    Target("php-requests", "→ PHP ×2: requests/s by those of nginx → php-fpm ×2 without keep_conn", "small-64",
           both(ratio, REQUESTS, "bighammer-php", "nginx-php"), True, 1.6),
    Target("python-requests", "→ Python: requests/s by those of nginx → uvicorn", "small-64",
           both(ratio, REQUESTS, "bighammer-python", "nginx-uvicorn"), True, 1.0),
    Target("spring-requests", "→ Node: requests/s by those of Spring Cloud Gateway → Node", "small-64",
           both(ratio, REQUESTS, "bighammer-node", "spring-node"), True, 4),
    Target("vertx-requests", "→ Node: requests/s by those of the Vert.x proxy → Node", "small-64",
           both(ratio, REQUESTS, "bighammer-node", "vertx-node"), True, 1.3),
    Target("plugins-cpu", "auth, logger and ratelimit together: CPU for each request", "plugins",
           both(difference, GATEWAY_CPU, "guarded", "plain"), False, 3, "µs"),
    Target("metrics-cpu", "Counting for /metrics, with three plugins that are called twice: CPU for each request", micro.NAME,
           micro.total_us((("RequestCounting.oneThread", 1), ("CallCounting.answered", 1), ("PluginCall.guarded", 6))),
           False, 1, "µs"),
    Target("reload-failures", "A reload of the routes each second: requests that failed", "reload",
           all_failures("reload"), False, 0, ""),
    Target("idle-memory", "Memory of the idle gateway", "start", value("idle_mb"), False, 150, "MB"),
    Target("first-answer", "First answer after the start", "start", value("first_answer_seconds"), False, 1.0, "s"),
)


def verdicts(rounds_of):
    """What is known of each; rounds_of takes a case's name and returns its rounds, or none."""
    return [Verdict(target, tuple(target.values(rounds_of(target.case)))) for target in TARGETS]

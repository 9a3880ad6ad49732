"""One round: the figures of the load, and what the processes have used, read from /proc before and after."""

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from processes import Failure

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Part:
    """Some of the processes of a contestant: one by itself, all below it, or both."""

    pid: int
    itself: bool
    below: bool

    @classmethod
    def alone(cls, pid):
        return cls(pid, True, False)

    @classmethod
    def below_of(cls, pid):
        return cls(pid, False, True)

    @classmethod
    def tree(cls, pid):
        return cls(pid, True, True)

    def pids(self):
        return ([self.pid] if self.itself else []) + (_descendants(self.pid) if self.below else [])

    def cpu_seconds(self):
        """User and system time; with `below` also that of children which have ended and were waited for."""
        ticks = 0
        own, ended_children = _cpu_ticks(self.pid)
        if self.itself:
            ticks += own
        if self.below:
            ticks += ended_children + sum(sum(_cpu_ticks(pid)) for pid in _descendants(self.pid))
        return ticks / TICKS

    def memory_bytes(self):
        return sum(_memory_bytes(pid) for pid in self.pids())


def measure(running, load, seconds):
    """One round against a running contestant, as a dictionary of figures."""
    before = _Usage.read(running)
    figures = load.run(running, seconds)
    after = _Usage.read(running)
    requests = figures["requests"]
    if requests == 0:
        raise Failure("not one request was answered")

    def per_request(name):
        return (getattr(after, name) - getattr(before, name)) / requests * 1e6

    machine = after.machine - before.machine
    ours = sum(getattr(after, name) - getattr(before, name) for name in ("gateway", "workers", "client", "runner"))
    return {
        **figures,
        "requests_per_second": requests / figures["duration_us"] * 1e6,
        "gateway_cpu_us": per_request("gateway"),
        "workers_cpu_us": per_request("workers"),
        "cpu_us": per_request("gateway") + per_request("workers"),
        "client_cpu_us": per_request("client"),
        "others_cores": max(0.0, machine - ours) / (after.clock - before.clock),
        "gateway_bytes": sum(part.memory_bytes() for part in running.gateway),
        "workers_bytes": sum(part.memory_bytes() for part in running.workers),
    }


@dataclass(frozen=True)
class _Usage:
    """Seconds of CPU used so far, and when that was."""

    gateway: float
    workers: float
    client: float
    runner: float
    machine: float
    clock: float

    @classmethod
    def read(cls, running):
        children = resource.getrusage(resource.RUSAGE_CHILDREN)  # the client is the only child that has ended in a round
        return cls(
            sum(part.cpu_seconds() for part in running.gateway),
            sum(part.cpu_seconds() for part in running.workers),
            children.ru_utime + children.ru_stime,
            time.process_time(),
            _machine_seconds(),
            time.monotonic(),
        )


def _stat(pid):
    """The fields of /proc/PID/stat after the program's name, which may itself have spaces and parentheses."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_ticks(pid):
    """Its own, and its ended children's; nothing for a process that is gone: its parent has them then."""
    try:
        user, system, children_user, children_system = map(int, _stat(pid)[11:15])
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return user + system, children_user + children_system


def _descendants(root):
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = int(_stat(entry)[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(entry))
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _memory_bytes(pid):
    """Resident memory, of which pages that several processes share count in parts (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def _machine_seconds():
    """What all processes of the machine have used: user, nice, system, interrupts."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS

"""What is measured. A case names who takes part, and what is asked of each; a further one is an entry of CASES."""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Callable, Tuple

from bighammer import API_KEY, ECHO_PATH, GUARDED_PATH
from contestants import CONTESTANTS, FLOOR
from load import WebSocketLoad, WrkLoad, is_filled, tells_bytes
from route_table import FEW, MANY, RouteTable, asking_for, reloading

KB = 1024


def _nothing(running):
    """Yields what is known besides the load's figures: here nothing."""
    return nullcontext({})


@dataclass(frozen=True)
class Entrant:
    """A contestant with its load. The same contestant may come in several times, each time with another load."""

    name: str
    title: str
    contestant: str
    load: object
    before: object = None  # a load that warms up what the other one does not; none: the same load
    meanwhile: Callable = _nothing  # takes the Running; a context around the measured seconds, which yields further figures

    @property
    def ours(self):
        return self.contestant.startswith("bighammer")


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    about: str
    entrants: Tuple[Entrant, ...]
    comparisons: Tuple[Tuple[str, str, str], ...]  # one of report.COMPARISONS, and the entrants
    often: int = 1  # times as many rounds as usual, where a small difference is looked for

    @property
    def unit(self):
        return self.entrants[0].load.unit

    def among(self, contestants):
        """The same with nobody but these."""
        entrants = tuple(entrant for entrant in self.entrants if entrant.contestant in contestants)
        names = [entrant.name for entrant in entrants]
        kept = tuple(one for one in self.comparisons if one[1] in names and one[2] in names)
        return replace(self, entrants=entrants, comparisons=kept)


def _among_contestants(name, title, about, load, contestants, before=None):
    """Each contestant with the same load, compared with its rivals, and the gateways' CPU with that of the floor."""
    entrants = tuple(Entrant(one.name, one.title, one.name, load, before) for one in contestants)
    names = [one.name for one in contestants]
    comparisons = [
        (comparison, one.name, rival)
        for one in contestants
        for rival in one.rivals
        if rival in names
        for comparison in ("requests", "cpu")
    ]
    if FLOOR in names:
        comparisons += [("gateway", name, FLOOR) for name in names if name != FLOOR]
    return Case(name, title, about, entrants, tuple(comparisons))


def _variants(name, title, about, plain, *changed, often=1):
    """Entrants of one contestant: what each change costs."""
    comparisons = tuple((comparison, one.name, plain.name) for one in changed for comparison in ("requests", "gateway", "more"))
    return Case(name, title, about, (plain, *changed), comparisons, often)


def _named(*names):
    return tuple(one for one in CONTESTANTS if one.name in names)


@contextmanager
def _routes(running, count):
    """With so many routes, after the compiler and the collector have dealt with reading them."""
    RouteTable(running).use(count)
    asking_for(count).run(running, seconds=3)
    yield {}


def _with_routes(count, asked=None, title=None):
    """With the load of all of them, or of as many as are asked for."""
    asked = asked or count

    def meanwhile(running):
        return _routes(running, count)

    name = f"routes-{count}" if asked == count else f"routes-{count}-{asked}"
    return Entrant(name, title or f"{count:,} routes", "bighammer-routes", asking_for(asked), meanwhile=meanwhile)


ALL = tuple(one for one in CONTESTANTS if not one.apart)
SOME = ("bighammer-php", "nginx-php", "bighammer-node", "nginx-node", "haproxy-node")
PROXIES = _named(*SOME)
MAIN = _named(*SOME, FLOOR)
SECURE = _named("bighammer-node-tls", "nginx-node-tls")
GUARD = dict(connections=64, headers=(API_KEY,))  # the key is sent to both, so that their requests are the same
HANDSHAKES = WrkLoad(64, headers=(("Connection", "close"),))

CASES = (
    _among_contestants(
        "small-64", "Small answers, 64 connections", "An answer of about 100 bytes to a GET with eleven headers.",
        WrkLoad(64), ALL,
    ),
    _among_contestants(
        "small-1", "Small answers, one connection", "One client that sends the next request when the answer is there.",
        WrkLoad(1), MAIN,
    ),
    _among_contestants(
        "small-1000", "Small answers, 1,000 connections", "As many clients as that, all of them always waiting.",
        WrkLoad(1000), MAIN,
    ),
    _among_contestants(
        "answers-10k", "Answers of 10 KB, 64 connections", "The service makes the body; the gateway passes it on.",
        WrkLoad(64, f"/api/bytes/{10 * KB}", is_filled(10 * KB)), MAIN,
    ),
    _among_contestants(
        "answers-1m", "Answers of 1 MB, 16 connections", "As before, with bodies that no buffer of a socket holds.",
        WrkLoad(16, f"/api/bytes/{KB * KB}", is_filled(KB * KB)), MAIN,
    ),
    _among_contestants(
        "upload", "Uploads of 100 KB, 64 connections", "A POST; the service says how many bytes it got.",
        WrkLoad(64, "/api/upload", tells_bytes(100 * KB), 100 * KB), PROXIES,
    ),
    _among_contestants(
        "websocket", "WebSocket echo, 64 connections",
        "Messages of 100 bytes, sent back by the service; on each connection the next one follows the echo of the one before. The"
        " client is a Python program of ours and no wrk: its own CPU limits the messages/s, so look at the gateway's CPU per"
        " message. Node has no WebSocket server of its own, so nobody stands beside BigHammer.",
        WebSocketLoad(64, ECHO_PATH, 100), _named("bighammer-node", "bighammer-php"),
    ),
    _variants(
        "plugins", "auth, logger and ratelimit on a route", "The same requests, key included, with the three plugins and without.",
        Entrant("plain", "BigHammer → Node", "bighammer-node", WrkLoad(**GUARD)),
        Entrant("guarded", "… with three plugins", "bighammer-node", WrkLoad(path=GUARDED_PATH, **GUARD)),
        often=3,
    ),
    _variants(
        "routes", "10 routes and 10,000",
        "All routes are asked for at random, which no processor's cache likes, neither the gateway's nor those of the client and the"
        " worker; then, of as many routes, the ten that are asked for in the short table. BigHammer → Node, 32 connections.",
        _with_routes(FEW), _with_routes(MANY), _with_routes(MANY, FEW, f"{MANY:,} routes, the same ten asked for"),
    ),
    _variants(
        "reload", "A reload of the routes each second",
        "Ten routes, and an eleventh that is another one each second. Not one request may fail. BigHammer → Node, 32 connections.",
        _with_routes(FEW),
        Entrant("reload", "… that change each second", "bighammer-routes", asking_for(FEW), meanwhile=reloading),
    ),
    _among_contestants(
        "tls", "HTTPS, 64 connections",
        "TLS 1.2, which is what wrk speaks, on connections that stay, with an RSA key of 2048 bits; the service behind is spoken to"
        " in the clear.",
        WrkLoad(64), SECURE, HANDSHAKES,
    ),
    _among_contestants(
        "tls-handshakes", "HTTPS, a connection for each request",
        "A handshake for each small answer. wrk takes up its session again, as browsers do, so that most are short ones.",
        HANDSHAKES, SECURE,
    ),
)

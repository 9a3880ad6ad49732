"""What the requests and the WebSockets of an ASGI application have in common."""

import asyncio
from functools import lru_cache
from urllib.parse import quote

from .answer import Answer, to_json

#: How long an application may take to notice that the client has left.
_LEAVE_SECONDS = 1.0


class ClientLeft(OSError):
    """As an application expects it of a send to nobody."""


class Exchange:
    """A stream as an application sees it: ``scope``, ``receive`` and ``send``."""

    def __init__(self, stream):
        self.stream = stream
        self.has_left = False
        self._waiter = None
        self._timer = None

    def left(self):
        """The client has gone: the application is told, and ended if it does not end by itself."""
        self.note_left()
        self.stream.fail(ClientLeft())
        self._timer = self.stream.connection.loop.call_later(_LEAVE_SECONDS, self.stream.task.cancel)

    def note_left(self):
        self.has_left = True
        if self._waiter is not None:
            self._waiter.set()

    async def until_left(self):
        if not self.has_left:
            self._waiter = self._waiter or asyncio.Event()
            await self._waiter.wait()

    def over(self):
        if self._timer is not None:
            self._timer.cancel()

    def is_told_by(self, failure):
        """Whether an exception of the application says no more than what it was told: that the client has gone."""
        return False

    def scope(self, state):
        head = self.stream.head
        lines = head["headers"]
        headers = []
        for name, value in lines.items():
            name = _names.get(name) or _name(name)
            if type(value) is str:
                headers.append((name, value.encode("latin-1", "replace")))
            else:
                headers += [(name, each.encode("latin-1", "replace")) for each in value]
        return {
            "type": self.type,
            "asgi": self.versions,
            "http_version": "1.1",
            "method": head["method"],
            "scheme": lines.get("x-forwarded-proto", "http"),
            "path": head["path"],
            "raw_path": _raw_path(head["path"]),
            "query_string": head["query"].encode(),
            "root_path": "",
            "headers": headers,
            "client": (head.get("client", ""), 0),
            "server": None,
            "state": state.copy(),
            "extensions": {},
            "bighammer": {name: head.get(name) for name in ("id", "params", "handler", "door")},
        }


class ResponseInPieces:
    """An answer over HTTP as an application sends it: the start, then the body in one piece or several."""

    def __init__(self, stream, drops_body):
        self._stream = stream
        self._drops_body = drops_body
        self._start = None
        self._begun = False

    async def send(self, message):
        """Takes a message of the type …http.response.start or …http.response.body; others say nothing to a client."""
        kind = message["type"]
        if kind.endswith("http.response.start"):
            if self._start is not None:
                raise RuntimeError(f"a second {kind}")
            self._start = message
        elif kind.endswith("http.response.body"):
            if self._start is None:
                raise RuntimeError(f"{kind} comes before the start of the answer")
            await self._send_body(message.get("body", b""), message.get("more_body", False))

    async def _send_body(self, body, more):
        if self._drops_body:
            body = b""
        if self._begun:
            await self._stream.send_piece(body)
        elif more:
            self._begun = True
            self._stream.begin(self._head())
            await self._stream.send_piece(body)
        else:
            self._begun = True
            await self._stream.respond(self._head(), bytes(body))
        if not more:
            self._stream.end()

    def _head(self):
        return to_json({"status": self._start["status"], "headers": header_lines(self._start.get("headers", ()))})

    async def failed(self):
        """The application has failed, or has left the answer unfinished."""
        if self._begun:
            self._stream.break_off()
        else:
            self._begun = True
            answer = Answer.envelope(500)
            await self._stream.respond(answer.head, answer.body)


def header_lines(headers):
    """As a head has them: names in lower case, a value or a list of values."""
    lines = {}
    for name, value in headers:
        name, value = bytes(name).decode("latin-1").lower(), bytes(value).decode("latin-1")
        if name not in lines:
            lines[name] = value
        elif isinstance(lines[name], list):
            lines[name].append(value)
        else:
            lines[name] = [lines[name], value]
    return lines


#: Those of most requests; clients can think of many more.
_names = {}
_MOST_NAMES = 500


def _name(name):
    """The name of a header in bytes, the same object each time."""
    encoded = name.encode("latin-1", "replace")
    if len(_names) < _MOST_NAMES:
        _names[name] = encoded
    return encoded


@lru_cache(maxsize=500)
def _raw_path(path):
    return quote(path, safe="/:@!$&'()*+,;=-._~").encode()

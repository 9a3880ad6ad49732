"""Runs an ASGI application, as FastAPI and Starlette make them, unchanged: requests, WebSockets, and its lifespan."""

import asyncio
import sys
from functools import lru_cache
from urllib.parse import quote

from . import output
from .answer import Answer, to_json
from .lifespan import VERSIONS, Lifespan

#: How long an application may take to notice that the client has left.
_LEAVE_SECONDS = 1.0


class Application:
    """Answers the requests of a multiplexing worker with the application."""

    def __init__(self, application):
        self._application = application
        self._lifespan = Lifespan(application)

    async def __aenter__(self):
        await self._lifespan.start()
        return self

    async def __aexit__(self, *failure):
        await self._lifespan.end()

    async def answer(self, stream):
        tag = output.begin(stream.head.get("id", ""))
        exchange = WebSocket(stream) if stream.wants_messages else Http(stream)
        stream.on_cancel = exchange.left
        try:
            await self._application(exchange.scope(self._lifespan.state), exchange.receive, exchange.send)
            await exchange.ended()
        except Exception:
            output.complain(stream.head)
            await exchange.failed()
        finally:
            exchange.over()
            output.end(tag)


class Exchange:
    """What requests and WebSockets have in common."""

    def __init__(self, stream):
        self.stream = stream
        self._has_left = False
        self._waiter = None
        self._timer = None

    def left(self):
        """The client has gone: the application is told, and ended if it does not end by itself."""
        self.note_left()
        self.stream.fail(_ClientLeft())
        self._timer = self.stream.connection.loop.call_later(_LEAVE_SECONDS, self.stream.task.cancel)

    def note_left(self):
        self._has_left = True
        if self._waiter is not None:
            self._waiter.set()

    async def until_left(self):
        if not self._has_left:
            self._waiter = self._waiter or asyncio.Event()
            await self._waiter.wait()

    def over(self):
        if self._timer is not None:
            self._timer.cancel()

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
            "asgi": VERSIONS,
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


class _ClientLeft(OSError):
    """As an application expects it of a send to nobody."""


class Http(Exchange):
    """A request and its answer."""

    type = "http"

    def __init__(self, stream):
        super().__init__(stream)
        self._start = None
        self._begun = False
        self._drop_body = stream.head.get("method") == "HEAD"
        self._request_read = False

    async def receive(self):
        if not self._request_read:
            try:
                piece = await self.stream.piece()
            except _ClientLeft:
                return {"type": "http.disconnect"}
            more = piece is not None and not self.stream.is_read
            self._request_read = not more
            return {"type": "http.request", "body": piece or b"", "more_body": more}
        await self.until_left()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if self._has_left:
            return
        if message["type"] == "http.response.start":
            if self._start is not None:
                raise RuntimeError("a second http.response.start")
            self._start = message
        elif message["type"] == "http.response.body":
            if self._start is None:
                raise RuntimeError("http.response.body comes before http.response.start")
            await self._send_body(message.get("body", b""), message.get("more_body", False))

    async def _send_body(self, body, more):
        if self._drop_body:
            body = b""
        try:
            if self._begun:
                await self.stream.send_piece(body)
            elif more:
                self._begun = True
                self.stream.begin(self._head())
                await self.stream.send_piece(body)
            else:
                self._begun = True
                await self.stream.respond(self._head(), bytes(body))
            if not more:
                self.stream.end()
                # The application may go on working, but a further receive() tells it that the client has been served.
                self.note_left()
        except _ClientLeft:
            pass

    def _head(self):
        return to_json({"status": self._start["status"], "headers": _lines(self._start.get("headers", ()))})

    async def ended(self):
        if not self.stream.answered and not self._has_left:
            sys.stderr.write("the ASGI application returned without a whole answer\n")
            await self.failed()

    async def failed(self):
        if self.stream.answered or self.stream.cancelled:
            return
        if self._begun:
            self.stream.break_off()
            return
        self._begun = True
        answer = Answer.envelope(500)
        await self.stream.respond(answer.head, answer.body)


class WebSocket(Exchange):
    """A WebSocket that the gateway holds."""

    type = "websocket"

    def __init__(self, stream):
        super().__init__(stream)
        self._connect_told = False
        self._messages = None

    def scope(self, state):
        scope = super().scope(state)
        del scope["method"]
        scope["scheme"] = "wss" if scope["scheme"] == "https" else "ws"
        offered = self.stream.head["headers"].get("sec-websocket-protocol", "")
        offered = ",".join(offered) if isinstance(offered, list) else offered
        scope["subprotocols"] = [name.strip() for name in offered.split(",") if name.strip()]
        return scope

    async def receive(self):
        if not self._connect_told:
            self._connect_told = True
            return {"type": "websocket.connect"}
        if self._messages is None:
            await self.until_left()
            return {"type": "websocket.disconnect", "code": 1006}
        try:
            message = await self._messages.receive()
        except _ClientLeft:
            return {"type": "websocket.disconnect", "code": 1006}
        if message is None:
            return {"type": "websocket.disconnect", "code": self._messages.close_code or 1005}
        return {"type": "websocket.receive", "text" if isinstance(message, str) else "bytes": message}

    async def send(self, message):
        kind = message["type"]
        if self._has_left or self.stream.answered:
            return
        if kind == "websocket.accept":
            headers = _lines(message.get("headers", ()))
            if message.get("subprotocol"):
                headers["sec-websocket-protocol"] = message["subprotocol"]
            self._messages = await self.stream.accept(headers)
        elif kind == "websocket.close" and self._messages is None:
            answer = Answer.envelope(403)
            await self.stream.respond(answer.head, answer.body)
        elif kind == "websocket.close":
            await self._messages.close(message.get("code") or 1000)
        elif kind == "websocket.send":
            text = message.get("text")
            try:
                await self._messages.send(text if text is not None else message["bytes"])
            except _ClientLeft:
                pass

    async def ended(self):
        await self._end(1000, 500)

    async def failed(self):
        await self._end(1011, 500)

    async def _end(self, code, status):
        if self.stream.answered or self.stream.cancelled:
            return
        if self._messages is not None:
            await self._messages.close(code)
        else:
            answer = Answer.envelope(status)
            await self.stream.respond(answer.head, answer.body)


def _lines(headers):
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

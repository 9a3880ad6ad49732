"""What a handler gets."""

import json
from urllib.parse import unquote_plus, urlencode

from .answer import header_lines, to_json

_IN_HEAD = {
    "id": "",
    "method": "GET",
    "path": "/",
    "headers": {},
    "params": {},
    "client": "",
    "door": "",
    "handler": "",
    "event": None,
    "connection": None,
    "resumed": False,
    "binary": False,
    "code": None,
}


class RequestHead:
    """The values of a request that are there at once, each to be read as an attribute or as an item."""

    def __init__(self, head):
        self._head = head

    def __getattr__(self, name):
        head = self.__dict__["_head"]
        if name in _IN_HEAD:
            return head.get(name, _IN_HEAD[name])
        if name == "query_string":
            return head.get("query", "")
        raise AttributeError(f"a request has no value '{name}'")

    def __getitem__(self, name):
        try:
            return getattr(self, name)
        except AttributeError as missing:
            raise KeyError(name) from missing

    def get(self, name, default=None):
        return getattr(self, name, default)

    @property
    def query(self):
        """Decoded, by name; a name that comes more than once has a list."""
        values = {}
        for pair in self._head.get("query", "").split("&"):
            if pair:
                name, _, value = pair.partition("=")
                name, value = unquote_plus(name), unquote_plus(value)
                if name not in values:
                    values[name] = value
                elif isinstance(values[name], list):
                    values[name].append(value)
                else:
                    values[name] = [values[name], value]
        return values

    def header(self, name, default=None):
        """The value of a header, whatever the case of the name; several values are joined by a comma."""
        value = self.headers.get(name.lower(), default)
        return ", ".join(value) if isinstance(value, list) else value


class Request(RequestHead):
    """A request of a plain handler: the body is read when it is first asked for."""

    def __init__(self, head, exchange):
        super().__init__(head)
        self._exchange = exchange
        self._body = None
        self._streamed = False

    @property
    def body(self):
        """The whole body, as bytes."""
        if self._body is None:
            self._body = b"".join(self.stream())
        return self._body

    @property
    def json(self):
        """The body read as JSON; None when it is none."""
        return read_json(self.body)

    def stream(self):
        """The body piece by piece, for one that need not be in memory as a whole; it can be read once."""
        if self._body is not None:
            return iter((self._body,))
        if self._streamed:
            raise RuntimeError("the body has been read by stream() before; it can be read once")
        self._streamed = True
        return self._exchange.pieces()

    def call(self, service, path="/", **options):
        """Calls another service through the gateway, with this request's id and what is left of its time.

        Options: method, query (str or dict), headers, body or json, handler, timeout in seconds. Gives back a ServiceAnswer;
        raises Refused when the service has not begun with it, and CallFailed when it came to no answer otherwise.
        """
        return self._exchange.call(*call_head(service, path, **options))


class AsyncRequest(RequestHead):
    """A request of an ``async def`` handler: ``body`` and ``json`` are awaited."""

    def __init__(self, head, stream):
        super().__init__(head)
        self._stream = stream
        self._body = None
        self._streamed = False

    @property
    async def body(self):
        """The whole body, as bytes: ``await request.body``."""
        if self._body is None:
            self._body = b"".join([piece async for piece in self.stream()])
        return self._body

    @property
    async def json(self):
        """The body read as JSON, None when it is none: ``await request.json``."""
        return read_json(await self.body)

    async def stream(self):
        """The body piece by piece, for one that need not be in memory as a whole; it can be read once."""
        if self._body is not None:
            yield self._body
            return
        if self._streamed:
            raise RuntimeError("the body has been read by stream() before; it can be read once")
        self._streamed = True
        while True:
            piece = await self._stream.piece()
            if piece is None:
                return
            yield piece

    async def call(self, service, path="/", **options):
        """Calls another service through the gateway; the same as with a plain handler, awaited."""
        return await self._stream.call(*call_head(service, path, **options))

    @property
    def wants_messages(self):
        """Whether the client asks for a WebSocket, to be taken with accept()."""
        return self._stream.wants_messages

    async def accept(self, subprotocol=None, headers=None):
        """Takes the WebSocket; gives back its Messages.

        The subprotocol is one of those that the client offers in its header sec-websocket-protocol.
        """
        lines = header_lines(headers)
        if subprotocol is not None:
            lines["sec-websocket-protocol"] = subprotocol
        return self._stream.accept(lines)


def call_head(service, path, method="GET", query="", headers=None, body=b"", json=None, handler=None, timeout=None):
    """Head and body of a call."""
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    if json is not None:
        headers.setdefault("content-type", "application/json")
        body = to_json(json)
    head = {
        "service": service,
        "method": method,
        "path": path,
        "query": query if isinstance(query, str) else urlencode(query, doseq=True),
        "headers": headers,
    }
    if handler is not None:
        head["handler"] = handler
    if timeout is not None:
        head["timeout_ms"] = int(timeout * 1000)
    return head, body.encode() if isinstance(body, str) else bytes(body)


def read_json(body):
    try:
        return json.loads(body)
    except ValueError:
        return None

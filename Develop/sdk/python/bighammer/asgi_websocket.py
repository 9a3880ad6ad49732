"""A WebSocket that the gateway holds, as an ASGI application sees it."""

import sys

from .answer import Answer
from .asgi_exchange import ClientLeft, Exchange, ResponseInPieces, header_lines

#: WebSocket's codes for a client that has gone without a word, and for "come again": a new worker is there.
_GONE = 1006
_COME_AGAIN = 1012


class WebSocket(Exchange):
    """The scope ``websocket``.

    An application knows of no other worker that goes on with a connection: at a hand-over it is disconnected with 1012, and so is
    its client, unless it has set ``scope["bighammer"]["hand_over"]``. Then only the application is, and gets a scope that is
    ``resumed`` in the other worker.
    """

    type = "websocket"
    versions = {"version": "3.0", "spec_version": "2.5"}

    def __init__(self, stream):
        super().__init__(stream)
        self._own = None
        self._connect_told = False
        self._told_code = None
        self._messages = None
        self._refusal = ResponseInPieces(stream, drops_body=False)

    def scope(self, state):
        scope = super().scope(state)
        head = self.stream.head
        del scope["method"]
        scope["scheme"] = "wss" if scope["scheme"] == "https" else "ws"
        offered = head["headers"].get("sec-websocket-protocol", "")
        offered = ",".join(offered) if isinstance(offered, list) else offered
        scope["subprotocols"] = [name.strip() for name in offered.split(",") if name.strip()]
        scope["extensions"] = {"websocket.http.response": {}}
        self._own = scope["bighammer"]
        self._own.update(connection=head.get("connection"), resumed=head.get("resumed", False), hand_over=False)
        return scope

    async def receive(self):
        if not self._connect_told:
            self._connect_told = True
            return {"type": "websocket.connect"}
        if self._messages is None:
            await self.until_left()
            return self._disconnect(_GONE)
        try:
            message = await self._messages.receive()
        except ClientLeft:
            return self._disconnect(_GONE)
        if message is not None:
            return {"type": "websocket.receive", "text" if isinstance(message, str) else "bytes": message}
        if self._messages.handed_over:
            return self._disconnect(_COME_AGAIN)
        return self._disconnect(self._messages.close_code, self._messages.close_reason)

    def _disconnect(self, code, reason=""):
        self._told_code = code
        return {"type": "websocket.disconnect", "code": code, "reason": reason}

    async def send(self, message):
        kind = message["type"]
        if self.stream.cancelled:
            raise ClientLeft
        if self._messages is None and not self.stream.answered:
            await self._answer(kind, message)
        elif self._messages is not None and kind == "websocket.send":
            text = message.get("text")
            await self._messages.send(text if text is not None else message["bytes"])
        elif self._messages is not None and kind == "websocket.close":
            await self._messages.close(message.get("code") or 1000, message.get("reason") or "")
        else:
            raise RuntimeError(f"the application sent {kind} after it had accepted or refused the WebSocket")

    async def _answer(self, kind, message):
        if kind == "websocket.accept":
            headers = header_lines(message.get("headers", ()))
            if message.get("subprotocol"):
                headers["sec-websocket-protocol"] = message["subprotocol"]
            self._messages = self.stream.accept(headers)
        elif kind == "websocket.close":
            answer = Answer.envelope(403)
            await self.stream.respond(answer.head, answer.body)
        elif kind.startswith("websocket.http.response."):
            await self._refusal.send(message)
        else:
            raise RuntimeError(f"the application sent {kind} before it had accepted the WebSocket")
        if self.stream.answered:
            # A refused client is gone.
            self.note_left()

    def is_told_by(self, failure):
        # Starlette's WebSocketDisconnect, which its applications seldom catch.
        return self._told_code is not None and getattr(failure, "code", None) == self._told_code

    async def ended(self):
        if self.stream.answered or self.stream.cancelled:
            return
        if self._messages is None:
            sys.stderr.write("the ASGI application returned without a whole answer\n")
            await self._refusal.failed()
        elif self._messages.handed_over and not self._own["hand_over"]:
            await self._messages.close(_COME_AGAIN)
        else:
            await self._messages.finish()

    async def failed(self):
        if self._told_code is not None and self._messages is not None:
            await self.ended()
        elif self._messages is not None:
            self.stream.break_off()
        elif not self.stream.answered and not self.stream.cancelled:
            await self._refusal.failed()

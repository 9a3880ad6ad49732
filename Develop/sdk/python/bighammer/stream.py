"""A request and its answer in a multiplexing worker, and the calls that it makes."""

from asyncio import CancelledError, Lock

from .answer import piece_bytes, to_json
from .channel import Channel
from .errors import CallFailed, ConnectionClosed
from .frame import CANCEL, DATA, END, ERROR_CANCELLED, ERROR_INTERNAL, REQ, RESP, UPGRADE, frame, with_head
from .messages import Messages
from .service_answer import ServiceAnswer


class Stream(Channel):
    """One request. Whoever answers it calls respond once, or begin, DATA by send, and end."""

    __slots__ = ("head", "wants_messages", "messages", "task", "begun", "cancelled", "answered", "on_cancel")

    def __init__(self, connection, id, flags, head, body):
        super().__init__(connection, id)
        self.head = head
        self.wants_messages = bool(flags & UPGRADE)
        self.messages = None
        self.task = None
        #: Whether the task has taken its first step; one that has not never does once it is cancelled.
        self.begun = False
        self.cancelled = False
        #: Whether the worker has said all it has to say.
        self.answered = False
        #: Called instead of cancelling the task.
        self.on_cancel = None
        if body or flags & END:
            self.receive(flags & END, body)

    @property
    def is_over(self):
        return self.answered and self.input_ended

    async def respond(self, head, body):
        """The whole answer."""
        self._fail_if_cancelled()
        if self.try_spend(len(body)):
            self.answered = True
            self.connection.write(with_head(RESP, END, self.id, head, body))
            return
        self.begin(head)
        await self.send(DATA, body)
        self.end()

    def begin(self, head, flags=0):
        self._fail_if_cancelled()
        self.connection.write(with_head(RESP, flags, self.id, head))

    async def send_piece(self, piece):
        if piece:
            await self.send(DATA, piece_bytes(piece))

    def end(self):
        if not self.answered:
            self.answered = True
            self.connection.write(frame(DATA, END, self.id, 0))

    def break_off(self):
        """The head is out: breaking off is the only way left to say that it failed."""
        self._close(ERROR_INTERNAL)

    def accept(self, headers):
        """Takes the WebSocket."""
        if not self.wants_messages:
            raise RuntimeError("this request asks for no WebSocket; look at request.wants_messages before accept()")
        if self.messages is not None or self.answered:
            raise RuntimeError("this WebSocket has been accepted, or refused, before")
        self.begin(to_json({"status": 101, "headers": headers}), UPGRADE)
        self.messages = Messages(self, Lock())
        return self.messages

    def receive(self, flags, payload, is_message=False):
        if self.messages is not None and flags & END:
            # The reason for the end is no part of a message.
            payload = b""
        super().receive(flags, payload, is_message)

    def _fail_if_cancelled(self):
        # For a handler that went on after its cancellation.
        if self.cancelled:
            raise CancelledError

    def cancel(self):
        """Nobody waits for the answer any more."""
        if self.cancelled:
            return
        self.cancelled = True
        if self.on_cancel is not None and not self.task.done():
            self.on_cancel()
            return
        self.task.cancel()
        if self.task.done() or not self.begun:
            self.finish()
            self.connection.forget_if_over(self)

    def finish(self):
        """The task has ended; what it left open is closed."""
        if self.cancelled or not self.answered:
            self._close(ERROR_CANCELLED if self.cancelled else ERROR_INTERNAL)
        self.discard()

    def _close(self, error):
        if not self.is_over:
            self.answered = self.input_ended = True
            self.fail_writer(ConnectionClosed("the answer has been broken off"))
            self.connection.write(frame(CANCEL, 0, self.id, error))

    async def call(self, head, body):
        return await self.connection.call({**head, "parent": self.id}, body)


class _AnsweredEarly(Exception):
    """The answer is here, and the body has not been sent."""


class ServiceCall(Channel):
    """One call of another service through the gateway: a stream that the worker opens."""

    __slots__ = ("head", "_sending")

    def __init__(self, connection, id):
        super().__init__(connection, id)
        self.head = None
        self._sending = False

    def receive(self, flags, payload, is_message=False):
        super().receive(flags, payload, is_message)
        if self.input_ended and self._sending:
            # What is left of the body interests nobody.
            self.fail(_AnsweredEarly())

    def broken_off(self, failure):
        """By the gateway."""
        if not self.input_ended:
            self.input_ended = True
            self.fail(failure)

    async def run(self, head, body):
        try:
            await self._send_all(head, body)
            pieces = []
            piece = await self.piece()
            while piece is not None:
                pieces.append(piece)
                piece = await self.piece()
        except CallFailed:
            raise
        except BaseException:
            self.connection.write(frame(CANCEL, 0, self.id, ERROR_CANCELLED))
            raise
        return ServiceAnswer(self.head["status"], self.head.get("headers", {}), b"".join(pieces))

    async def _send_all(self, head, body):
        if self.try_spend(len(body)):
            self.connection.write(with_head(REQ, END, self.id, head, body))
            return
        self.connection.write(with_head(REQ, 0, self.id, head))
        self._sending = True
        try:
            await self.send(DATA, body)
            self.connection.write(frame(DATA, END, self.id, 0))
        except _AnsweredEarly:
            self.failure = None
            self.connection.write(frame(CANCEL, 0, self.id, ERROR_CANCELLED))
        finally:
            self._sending = False

"""What happens between a request and its answer, in a worker that takes one at a time."""

import inspect
from collections import deque

from . import output
from .answer import Answer, no_such_method, piece_bytes, to_json
from .errors import Cancelled, call_failure
from .frame import CANCEL, CHUNK, DATA, END, ERROR_CANCELLED, ERROR_INTERNAL, REQ, RESP, TEXT, frame, head_of, with_head
from .request import Request
from .service_answer import ServiceAnswer

#: With more of the body than this not read by the handler, the rest stays in the socket.
MOST_WAITING = 1 << 20


class Exchange:
    """One request and its answer: a stream of the connection."""

    def __init__(self, host, received):
        _, flags, self.stream, arg, payload = received
        self._host = host
        self._connection = host.connection
        self._head = head_of(payload, arg)
        if self._head.get("event") == "message":
            self._head["binary"] = not flags & TEXT
        self._pieces = deque([payload[arg:]] if len(payload) > arg else [])
        self._waiting = 0
        self._running = False
        self._request_ended = bool(flags & END)
        self._answer_ended = False
        self._cancelled = False

    @property
    def closed(self):
        """Whether nothing more will be sent or received for it."""
        return self._request_ended and self._answer_ended

    def run(self, service):
        tag = output.begin(self._head.get("id", ""))
        self._running = True
        try:
            self._send(self._ask(service))
        except Cancelled:
            self._cancel(ERROR_CANCELLED)
        self._running = False
        self._pieces.clear()
        output.end(tag)

    def hear(self, received):
        """A frame of this stream that came after the request's head."""
        type, flags, _, _, payload = received
        if type == DATA:
            self._request_ended = self._request_ended or bool(flags & END)
            if self._running and payload:
                self._pieces.append(payload)
                self._waiting += len(payload)
        elif not self.closed:
            self._cancelled = True
            if not self._running:
                self._cancel(ERROR_CANCELLED)

    def pieces(self):
        """The request's body, piece by piece as it comes in."""
        while self._pieces or not self._request_ended:
            self._fail_if_cancelled()
            if self._pieces:
                piece = self._pieces.popleft()
                self._waiting -= len(piece)
                yield piece
            else:
                self.hear_other(self._connection.read())

    def call(self, head, body):
        self._fail_if_cancelled()
        head["parent"] = self.stream
        return ServiceCall(self._connection, self._host.next_call(), self.hear_other).run(head, body)

    def hear_other(self, received):
        """Hands on a frame that came while this exchange waited; ends the handler when it was the CANCEL of this stream."""
        if received is not None:
            self._host.hear(received)
        self._fail_if_cancelled()

    def _ask(self, service):
        try:
            name = self._head.get("target", "handle")
            target = service.target(name)
            if target is None:
                return no_such_method(name, service.names())
            answer = Answer.of(self._value(target))
            if self._head.get("method") == "HEAD":
                return answer.without_body()
            if type(answer.body) is not bytes:
                # Runs it to its first piece, so that what fails at once is still a 500.
                answer.body = _begun(answer.body)
            return answer
        except Exception:
            output.complain(self._head)
            return Answer.envelope(500)

    def _value(self, target):
        value = target(Request(self._head, self))
        if inspect.iscoroutine(value) or inspect.isasyncgen(value):
            raise TypeError(
                "this method is asynchronous, but handle is a plain function, so that the service takes one request at a"
                " time: make handle 'async def', too"
            )
        return value

    def _send(self, answer):
        self._fail_if_cancelled()
        body = answer.body
        if type(body) is bytes and len(body) <= CHUNK:
            self._answer_ended = True
            self._connection.write(with_head(RESP, END, self.stream, answer.head, body))
            return
        self._connection.write(with_head(RESP, 0, self.stream, answer.head))
        try:
            for piece in (body,) if type(body) is bytes else body:
                self._send_piece(piece_bytes(piece))
        except Exception:
            # The head is out: breaking off is the only way left to say that it failed.
            output.complain(self._head)
            self._cancel(ERROR_INTERNAL)
            return
        finally:
            if type(body) is not bytes:
                body.close()
        self._answer_ended = True
        self._connection.write(frame(DATA, END, self.stream, 0))

    def _send_piece(self, piece):
        for start in range(0, len(piece), CHUNK):
            while self._waiting < MOST_WAITING:
                received = self._connection.read(0)
                if received is None:
                    break
                self.hear_other(received)
            self._fail_if_cancelled()
            self._connection.write(frame(DATA, 0, self.stream, 0, piece[start : start + CHUNK]))

    def _cancel(self, error):
        self._request_ended = self._answer_ended = True
        self._connection.write(frame(CANCEL, 0, self.stream, error))

    def _fail_if_cancelled(self):
        if self._cancelled:
            raise Cancelled("nobody waits for this answer any more")


def _begun(pieces):
    """The same pieces, of which the first has been made."""
    if inspect.isasyncgen(pieces):
        raise TypeError("an asynchronous generator needs an 'async def' handler")
    first = next(pieces, b"")

    def all_pieces():
        try:
            yield first
            yield from pieces
        finally:
            pieces.close()

    return all_pieces()


class ServiceCall:
    """One call of another service through the gateway: a stream that the worker opens."""

    def __init__(self, connection, stream, hear_other):
        self._connection = connection
        self._stream = stream
        self._hear_other = hear_other
        self._head = {}
        self._pieces = []
        self._open = True

    def run(self, head, body):
        try:
            self._send(to_json(head), body)
            while self._open:
                self._hear(self._connection.read())
        except Cancelled:
            self._connection.write(frame(CANCEL, 0, self._stream, ERROR_CANCELLED))
            raise
        return ServiceAnswer(self._head["status"], self._head.get("headers", {}), b"".join(self._pieces))

    def _send(self, head, body):
        whole = len(body) <= CHUNK
        self._connection.write(with_head(REQ, END if whole else 0, self._stream, head, body[:CHUNK]))
        for start in range(CHUNK, len(body), CHUNK):
            received = self._connection.read(0)
            while received is not None and self._open:
                self._hear(received)
                received = self._connection.read(0)
            if not self._open:
                return
            last = END if start + CHUNK >= len(body) else 0
            self._connection.write(frame(DATA, last, self._stream, 0, body[start : start + CHUNK]))

    def _hear(self, received):
        if received is None or received[2] != self._stream:
            self._hear_other(received)
            return
        type, flags, _, arg, payload = received
        if type == CANCEL:
            raise call_failure(arg, payload)
        if type == RESP:
            self._head = head_of(payload, arg)
            payload = payload[arg:]
        self._pieces.append(payload)
        self._open = not flags & END

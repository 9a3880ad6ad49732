"""Answers the requests of a multiplexing worker with a service's handlers."""

import asyncio
import inspect

from . import output
from .answer import Answer, no_such_method, piece_bytes
from .errors import ConnectionClosed
from .request import AsyncRequest

_ENDED = object()


class Responder:
    """Runs a handler for each stream. A plain method of an asynchronous service runs on the loop: it must not block."""

    def __init__(self, service):
        self._service = service

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return None

    async def answer(self, stream):
        tag = output.begin(stream.head.get("id", ""))
        try:
            answer, first = await self._ask(stream)
            if stream.messages is not None:
                await stream.messages.finish()
            elif first is _ENDED:
                await stream.respond(answer.head, answer.body)
            else:
                await self._send_pieces(stream, answer, first)
        finally:
            output.end(tag)

    async def _ask(self, stream):
        """The answer, and the first piece of its body when that comes in pieces."""
        try:
            name = stream.head.get("target", "handle")
            target = self._service.target(name)
            if target is None:
                return no_such_method(name, self._service.names()), _ENDED
            value = target(AsyncRequest(stream.head, stream))
            if inspect.isawaitable(value):
                value = await value
            answer = Answer.of(value)
            if stream.head.get("method") == "HEAD":
                return answer.without_body(), _ENDED
            if type(answer.body) is bytes:
                return answer, _ENDED
            # Runs it to its first piece, so that what fails at once is still a 500.
            return answer, await _next(answer.body, b"")
        except ConnectionClosed:
            if stream.messages is None:
                return self._failed(stream)
            # That the client has gone is no failure of the handler.
            return None, _ENDED
        except Exception:
            return self._failed(stream)
        except asyncio.CancelledError:
            if stream.cancelled:
                raise
            # Of the service's own making.
            return self._failed(stream)

    def _failed(self, stream):
        output.complain(stream.head)
        if stream.messages is not None:
            stream.break_off()
        return Answer.envelope(500), _ENDED

    async def _send_pieces(self, stream, answer, first):
        stream.begin(answer.head)
        piece = first
        try:
            while piece is not _ENDED:
                await stream.send_piece(piece)
                piece = await _next(answer.body, _ENDED)
            stream.end()
        except Exception:
            output.complain(stream.head)
            stream.break_off()
        finally:
            await _close(answer.body)


async def _next(pieces, default):
    if inspect.isasyncgen(pieces):
        try:
            return piece_bytes(await pieces.__anext__())
        except StopAsyncIteration:
            return default
    piece = next(pieces, default)
    return piece if piece is default else piece_bytes(piece)


async def _close(pieces):
    if inspect.isasyncgen(pieces):
        await pieces.aclose()
    else:
        pieces.close()

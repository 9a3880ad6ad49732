"""A worker that takes many requests at a time over one connection: for async handlers and ASGI applications."""

import asyncio
import signal
import socket
import sys

from . import calls, worker
from .answer import to_json
from .channel import RECEIVE_WINDOW
from .errors import Disconnected, call_failure
from .frame import CANCEL, DATA, DRAIN, END, MSG, PING, PONG, REQ, RESP, WINDOW, FrameReader, frame, head_of
from .stream import ServiceCall, Stream

try:
    import uvloop
except ImportError:
    uvloop = None

MAX_STREAMS = 64
#: With more than this to write, the end of the loop's turn is not waited for.
_LARGE_WRITE = 128 << 10
#: With more in one write the gateway would have nothing to do meanwhile.
_MOST_TOGETHER = 16


def serve(service):
    _run(_serve(service))


def _run(main):
    """On uvloop when the service's Python has it, as uvicorn does: its loop takes less time than asyncio's own."""
    if uvloop is not None and sys.version_info >= (3, 11):
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main)
        return
    if uvloop is not None:
        uvloop.install()
    asyncio.run(main)


async def _serve(service):
    if service.application is not None:
        from .asgi import Application

        responder = Application(service.application)
    else:
        from .responder import Responder

        responder = Responder(service)
    async with responder:
        connection = MultiplexedConnection(asyncio.get_running_loop(), responder)
        await connection.open(worker.address())
        calls.connection = connection
        failure = await connection.ended
    if failure is not None:
        raise failure


class MultiplexedConnection(asyncio.Protocol):
    """All streams of the worker. Frames that are written in one turn of the loop leave in few writes."""

    def __init__(self, loop, responder):
        self.loop = loop
        self.window = 0
        #: Whether the gateway takes up less than is written.
        self.is_full = False
        self.ended = loop.create_future()
        self._responder = responder
        self._reader = FrameReader()
        self._out = []
        self._out_size = 0
        self._writers = set()
        self._streams = {}
        self._calls = {}
        self._last_stream = 0
        self._last_call = 0
        self._said_hello = False
        self._drain_said = False
        self._gateway_knows = False
        self._closing = False
        self._files = worker.LoadedFiles()

    async def open(self, address):
        try:
            if isinstance(address, str):
                await self.loop.create_unix_connection(lambda: self, address)
            else:
                await self.loop.create_connection(lambda: self, *address)
        except OSError as failure:
            raise Disconnected(f"cannot connect to the gateway at {address}: {failure.strerror}") from failure
        self.loop.add_signal_handler(signal.SIGTERM, self._stop)

    # -- asyncio.Protocol ---------------------------------------------------------------------------------------------

    def connection_made(self, transport):
        self._transport = transport
        door = transport.get_extra_info("socket")
        if door.family != socket.AF_UNIX:
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.set_write_buffer_limits(high=RECEIVE_WINDOW)
        self.write(worker.hello(MAX_STREAMS, RECEIVE_WINDOW))

    def data_received(self, data):
        try:
            for received in self._reader.feed(data):
                self._hear(*received)
        except Disconnected as failure:
            self._fail(failure)
        except (ValueError, KeyError, TypeError) as failure:
            self._fail(Disconnected(f"the gateway sent a frame that cannot be read: {failure!r}"))

    def connection_lost(self, failure):
        self._fail(Disconnected("the gateway closed the connection"))

    def pause_writing(self):
        self.is_full = True

    def resume_writing(self):
        self.is_full = False
        writers, self._writers = self._writers, set()
        for channel in writers:
            channel.wake_writer()

    # -- frames -------------------------------------------------------------------------------------------------------

    def write(self, data):
        if not self._out:
            # After the tasks that are ready now: what they write leaves with it.
            self.loop.call_soon(self._flush)
        self._out.append(data)
        self._out_size += len(data)
        if self._out_size > _LARGE_WRITE or len(self._out) >= _MOST_TOGETHER:
            self._flush()

    def _flush(self):
        out, self._out = self._out, []
        self._out_size = 0
        if out and not self._transport.is_closing():
            self._transport.write(out[0] if len(out) == 1 else b"".join(out))

    def note_writer(self, channel):
        """The channel waits to write, and is woken when there is room."""
        if self.is_full:
            self._writers.add(channel)

    def _hear(self, type, flags, stream, arg, payload):
        if not self._said_hello:
            self._hello(type, payload)
        elif type == REQ:
            self._request(flags, stream, arg, payload)
        elif type == DATA or type == MSG or type == RESP:
            self._part(type, flags, stream, arg, payload)
        elif type == WINDOW:
            channel = self._streams.get(stream) or self._calls.get(stream)
            if channel is not None:
                channel.grant(arg)
        elif type == PING:
            self.write(frame(PONG, 0, 0, arg, worker.pong(len(self._streams))))
        elif type == CANCEL:
            self._cancel(stream, arg, payload)
        elif type == DRAIN:
            self._gateway_knows = True
            self._leave_when_idle()

    def _hello(self, type, payload):
        self.window = worker.window_of(type, payload) or 1 << 62
        self._said_hello = True
        self._tell_files()

    def _request(self, flags, id, arg, payload):
        if self._drain_said or self._closing:
            # The gateway will hear that this one was not begun with, and send it to another worker.
            return
        self._last_stream = id
        stream = Stream(self, id, flags, head_of(payload, arg), payload[arg:])
        self._streams[id] = stream
        stream.task = self.loop.create_task(self._answer(stream))

    async def _answer(self, stream):
        stream.begun = True
        try:
            await self._responder.answer(stream)
        except asyncio.CancelledError:
            if not stream.cancelled:
                raise
        finally:
            stream.finish()
            self.forget_if_over(stream)
            self._tell_files()

    def _part(self, type, flags, id, arg, payload):
        if id & 1:
            channel = self._streams.get(id)
        else:
            channel = self._calls.get(id)
            if type == RESP and channel is not None:
                channel.head = head_of(payload, arg)
                payload = payload[arg:]
        if channel is None:
            return
        if type == DATA and flags & END and id & 1 and channel.messages is not None:
            channel.messages.ended(arg, payload)
        channel.receive(flags, payload, type == MSG)
        if id & 1:
            self.forget_if_over(channel)

    def _cancel(self, id, error, payload):
        if id == 0:
            reason = payload.decode(errors="replace") or f"error {error}"
            raise Disconnected(f"the gateway ends the connection: {reason}")
        if id in self._streams:
            self._streams[id].cancel()
        elif id in self._calls:
            self._calls[id].broken_off(call_failure(error, payload))

    # -- streams ------------------------------------------------------------------------------------------------------

    async def call(self, head, body):
        """Asks another service."""
        self._last_call += 2
        call = self._calls[self._last_call] = ServiceCall(self, self._last_call)
        try:
            return await call.run(to_json(head), body)
        finally:
            del self._calls[call.id]

    def forget_if_over(self, stream):
        if stream.is_over and self._streams.pop(stream.id, None) is not None and (self._drain_said or self._gateway_knows):
            self._leave_when_idle()

    def _tell_files(self):
        news = self._files.news()
        if news is not None:
            self.write(news)

    # -- the end ------------------------------------------------------------------------------------------------------

    def _stop(self):
        """SIGTERM: nothing new, please."""
        if not self._drain_said:
            self._say_drain()
            self.loop.call_later(worker.LEAVE_SECONDS, self._waited_enough)
            self._leave_when_idle()

    def _waited_enough(self):
        self._gateway_knows = True
        self._leave_when_idle()

    def _say_drain(self):
        self._drain_said = True
        self.write(frame(DRAIN, 0, 0, self._last_stream))

    def _leave_when_idle(self):
        if self._streams or not self._gateway_knows or self._closing:
            return
        if not self._drain_said:
            self._say_drain()
        self._closing = True
        self._flush()
        self._transport.close()
        self._end(None)

    def _fail(self, failure):
        if self._closing:
            return
        self._closing = True
        self._transport.abort()
        for stream in list(self._streams.values()):
            stream.cancel()
        self._end(failure)

    def _end(self, failure):
        # As a result: it is no Exception, which asyncio would expect.
        if not self.ended.done():
            self.ended.set_result(failure)

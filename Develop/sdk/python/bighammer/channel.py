"""Bytes in both directions on one stream of a multiplexed connection, each within the credit that its reader gives."""

from asyncio import sleep
from collections import deque

from .frame import CHUNK, DATA, END, WINDOW, frame

#: The credit that each stream begins with, from the gateway to the worker.
RECEIVE_WINDOW = 256 << 10


class Channel:
    """One stream. What comes in waits here until it is read; what goes out waits until there is credit."""

    __slots__ = ("connection", "id", "closed", "failure", "unwritable", "input_ended", "_credit", "_parts", "_eaten",
                 "_reader", "_writer", "_unyielded")

    def __init__(self, connection, id):
        self.connection = connection
        self.id = id
        #: Whether nothing that comes is of interest any more.
        self.closed = False
        #: Why nothing more can be read or written.
        self.failure = None
        #: Why nothing more can be written; what has come can still be read.
        self.unwritable = None
        self.input_ended = False
        self._credit = connection.window
        self._parts = deque()
        self._eaten = 0
        self._reader = None
        self._writer = None
        self._unyielded = 0

    # -- coming in ----------------------------------------------------------------------------------------------------

    def receive(self, flags, payload, is_message=False):
        """A part of a body, or of a message, which may be empty."""
        if flags & END:
            self.input_ended = True
        if self.closed:
            self._give_back(len(payload))
        elif payload or is_message:
            self._parts.append((flags, payload))
        self._wake_reader()

    @property
    def is_read(self):
        """Whether nothing more will come, nor waits to be read."""
        return self.input_ended and not self._parts

    def fail(self, failure):
        """Whoever waits for something of this stream gets the exception."""
        self.failure = failure
        self._wake_reader()
        self.wake_writer()

    def fail_writer(self, failure):
        self.unwritable = failure
        self.wake_writer()

    def discard(self):
        """Nobody reads any more: what waits, and what will come, is given back at once."""
        self.closed = True
        while self._parts:
            self._give_back(len(self._parts.popleft()[1]))

    async def part(self):
        """The next part with its flags; None at the end."""
        while not self._parts:
            if self.failure is not None:
                raise self.failure
            if self.input_ended:
                return None
            self._reader = self.connection.loop.create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        flags, payload = self._parts.popleft()
        self._give_back(len(payload))
        return flags, payload

    async def piece(self):
        """The next bytes of a body; None at the end."""
        part = await self.part()
        return None if part is None else part[1]

    def _give_back(self, count):
        self._eaten += count
        # In large pieces: a frame for each would cost more than it carries.
        if self._eaten >= RECEIVE_WINDOW // 2 and not self.input_ended:
            self.connection.write(frame(WINDOW, 0, self.id, self._eaten))
            self._eaten = 0

    def _wake_reader(self):
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # -- going out ----------------------------------------------------------------------------------------------------

    def grant(self, credit):
        self._credit += credit
        self.wake_writer()

    def try_spend(self, count):
        """Whether that many bytes may leave at once, in one frame; they count as sent then."""
        if count > CHUNK or count > self._credit or self.connection.is_full:
            return False
        self._credit -= count
        return True

    async def send(self, type, payload, flags=0, more=0):
        """Sends DATA or MSG, in as many frames as needed; all but the last carry the flag ``more``.

        A message part leaves only when there is credit for the whole of it; a piece of a body is cut to the credit.
        """
        view = memoryview(payload)
        start, length = 0, len(payload)
        while True:
            wanted = min(length - start, CHUNK)
            while self._credit < (1 if type == DATA and wanted else wanted) or self.connection.is_full:
                await self._wait_to_write()
            count = min(wanted, self._credit)
            self._credit -= count
            end = start + count
            each = flags if end == length else flags | more
            self.connection.write(frame(type, each, self.id, 0, bytes(view[start:end])))
            start = end
            if start == length:
                break
        self._unyielded += length
        if self._unyielded > RECEIVE_WINDOW:
            # A source that never waits must not keep the loop from the other streams.
            self._unyielded = 0
            await sleep(0)

    async def _wait_to_write(self):
        self._fail_if_unwritable()
        self._writer = self.connection.loop.create_future()
        self.connection.note_writer(self)
        try:
            await self._writer
        finally:
            self._writer = None
        self._fail_if_unwritable()

    def _fail_if_unwritable(self):
        failure = self.failure or self.unwritable
        if failure is not None:
            raise failure

    def wake_writer(self):
        """There may be room again."""
        if self._writer is not None and not self._writer.done():
            self._writer.set_result(None)

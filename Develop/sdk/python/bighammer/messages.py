"""The messages of a WebSocket, in a multiplexing worker."""

from .answer import to_json
from .errors import ConnectionClosed
from .frame import CHUNK, DATA, END, MORE, MSG, TEXT, frame

NORMAL = 1000
#: Instead of a close code: the connection goes on in another worker.
_HANDED_OVER = 0
_LONGEST_REASON = 123


class Messages:
    """A WebSocket that the gateway holds: ``async for`` gives its messages, str or bytes, until the client has gone.

    When this worker is to end, the loop ends as well, and ``handed_over`` is true: nobody has gone, and another worker gets a
    request that is ``resumed``. Several tasks may send.
    """

    def __init__(self, stream, lock):
        """The lock keeps the parts of two messages from mixing. It is made elsewhere: asyncio is not loaded for plain services."""
        self._stream = stream
        self._parts = []
        self._sending = lock
        self._end = None
        self._has_received = False
        self._told = False

    @property
    def close_code(self):
        """Why the client has gone, 1005 when it did not say, 1006 when it left without a word; None as long as it is there."""
        return self._end[0] or None if self._told else None

    @property
    def close_reason(self):
        """The same in words; mostly empty."""
        return self._end[1] if self._told else ""

    @property
    def handed_over(self):
        """Whether the connection goes on in another worker."""
        return self._told and self._end[0] == _HANDED_OVER

    def __aiter__(self):
        return self

    async def __anext__(self):
        message = await self.receive()
        if message is None:
            raise StopAsyncIteration
        return message

    async def receive(self):
        """The next message; None when there will be no other."""
        self._has_received = True
        while True:
            part = await self._stream.part()
            if part is None:
                self._told = True
                return None
            flags, payload = part
            self._parts.append(payload)
            if not flags & MORE:
                whole = b"".join(self._parts)
                self._parts.clear()
                return whole.decode() if flags & TEXT else whole

    async def send(self, message):
        """Sends str or bytes; waits while the client does not keep up.

        What is sent to a client that has gone is dropped while there are still messages of it to be received. After that, and
        to who never receives, it is a ConnectionClosed.
        """
        if isinstance(message, str):
            await self._send(TEXT, message.encode())
        elif isinstance(message, (bytes, bytearray, memoryview)):
            await self._send(0, bytes(message))
        else:
            raise TypeError(f"a message is str or bytes, not {type(message).__name__}; send_json() sends anything")

    async def send_json(self, value):
        """Sends a value as JSON, in a text."""
        await self._send(TEXT, to_json(value))

    async def close(self, code=NORMAL, reason=""):
        """Closes the WebSocket, when what was sent before has left; what the client still sends is not heard."""
        if code not in range(1000, 1004) and code not in range(1007, 1015) and code not in range(3000, 5000):
            raise ValueError(f"a WebSocket is closed with 1000 to 1003, 1007 to 1014 or 3000 to 4999, not {code}")
        if len(reason.encode()) > _LONGEST_REASON:
            raise ValueError(f"a reason has at most {_LONGEST_REASON} bytes, not {len(reason.encode())}")
        await self._close(code, reason.encode())

    async def finish(self):
        """For the SDK: the handler has returned."""
        await self._close(_HANDED_OVER if self.handed_over else NORMAL, b"")

    def ended(self, code, reason):
        """For the SDK: the gateway will say no more."""
        self._end = code, reason.decode(errors="replace")
        if code != _HANDED_OVER:
            self._stream.fail_writer(ConnectionClosed(f"the client has gone, with {code}"))

    async def _send(self, flags, data):
        async with self._sending:
            self._fail_if_over()
            if self._stream.unwritable is None:
                await self._send_parts(flags, data)

    async def _send_parts(self, flags, data):
        for start in range(0, len(data) or 1, CHUNK):
            more = MORE if start + CHUNK < len(data) else 0
            try:
                await self._stream.send(MSG, data[start : start + CHUNK], flags | more)
            except ConnectionClosed:
                return
            except BaseException:
                if start:
                    # The rest will not come, and what is sent next is none of it.
                    self._stream.finish()
                raise

    def _fail_if_over(self):
        if self._stream.answered:
            raise ConnectionClosed("the connection has been closed")
        if self._end is not None and not self._has_received and self._stream.is_read:
            self._told = True
        if self._told:
            raise self._stream.unwritable or ConnectionClosed("the connection goes on in another worker")

    async def _close(self, code, reason):
        async with self._sending:
            if not self._stream.answered:
                self._stream.answered = True
                self._stream.discard()
                self._stream.connection.write(frame(DATA, END, self._stream.id, code, reason))

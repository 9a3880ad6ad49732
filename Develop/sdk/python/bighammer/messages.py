"""The messages of a WebSocket, in a multiplexing worker."""

from .frame import DATA, END, MORE, MSG, TEXT, frame


class Messages:
    """A WebSocket that the gateway holds: ``async for`` gives its messages, str or bytes, until the client has gone."""

    def __init__(self, stream):
        self._stream = stream
        self._parts = []
        #: Why the client has gone; 0 when it did not say.
        self.close_code = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        message = await self.receive()
        if message is None:
            raise StopAsyncIteration
        return message

    async def receive(self):
        """The next message; None when there will be no other."""
        while True:
            part = await self._stream.part()
            if part is None:
                self.close_code = self._stream.close_code
                return None
            flags, payload = part
            self._parts.append(payload)
            if not flags & MORE:
                whole = b"".join(self._parts)
                self._parts.clear()
                return whole.decode() if flags & TEXT else whole

    async def send(self, message):
        """Sends str or bytes; waits while the client does not keep up."""
        if isinstance(message, str):
            await self._stream.send(MSG, message.encode(), TEXT, MORE)
        else:
            await self._stream.send(MSG, bytes(message), 0, MORE)

    async def close(self, code=0):
        """Ends the WebSocket; what the client still sends is not heard."""
        if not self._stream.answered:
            self._stream.answered = True
            self._stream.connection.write(frame(DATA, END, self._stream.id, code))

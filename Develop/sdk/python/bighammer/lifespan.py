"""The start and the end of an ASGI application."""

import asyncio
import sys
import traceback

from .errors import Disconnected

VERSIONS = {"version": "3.0", "spec_version": "2.3"}


class Lifespan:
    """The application's start and end. One that knows nothing of them is served all the same."""

    def __init__(self, application):
        self._application = application
        self.state = {}
        self._inbox = asyncio.Queue()
        self._outbox = asyncio.Queue()
        self._task = None

    async def start(self):
        self._task = asyncio.get_running_loop().create_task(self._run())
        await self._inbox.put({"type": "lifespan.startup"})
        message = await self._outbox.get()
        if message["type"] == "lifespan.startup.failed":
            raise Disconnected(f"the application does not start: {message.get('message', '')}")

    async def end(self):
        if self._task.done():
            return
        await self._inbox.put({"type": "lifespan.shutdown"})
        message = await self._outbox.get()
        if message["type"] == "lifespan.shutdown.failed":
            sys.stderr.write(f"the application did not end well: {message.get('message', '')}\n")
        await self._task

    async def _run(self):
        scope = {"type": "lifespan", "asgi": VERSIONS, "state": self.state}
        heard = False

        async def send(message):
            nonlocal heard
            heard = True
            await self._outbox.put(message)

        try:
            await self._application(scope, self._inbox.get, send)
        except Exception:
            # Without an answer it is an application that has no lifespan, and says so in this way.
            if heard:
                traceback.print_exc()
        await self._outbox.put({"type": "lifespan.over"})

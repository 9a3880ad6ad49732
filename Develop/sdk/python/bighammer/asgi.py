"""Runs an ASGI application, as FastAPI and Starlette make them, unchanged: requests, WebSockets, and its lifespan."""

from . import output
from .asgi_exchange import ClientLeft
from .asgi_http import Http
from .asgi_websocket import WebSocket
from .errors import ConnectionClosed
from .lifespan import Lifespan


class Application:
    """Answers the requests of a multiplexing worker with the application."""

    def __init__(self, application):
        self._application = application
        self._lifespan = Lifespan(application)

    async def __aenter__(self):
        await self._lifespan.start()
        return self

    async def __aexit__(self, *failure):
        await self._lifespan.end()

    async def answer(self, stream):
        tag = output.begin(stream.head.get("id", ""))
        exchange = WebSocket(stream) if stream.wants_messages else Http(stream)
        stream.on_cancel = exchange.left
        try:
            await self._application(exchange.scope(self._lifespan.state), exchange.receive, exchange.send)
            await exchange.ended()
        except (ClientLeft, ConnectionClosed):
            # That the client has gone is no failure of the application.
            await exchange.ended()
        except Exception as failure:
            if not exchange.is_told_by(failure):
                output.complain(stream.head)
            await exchange.failed()
        finally:
            exchange.over()
            output.end(tag)

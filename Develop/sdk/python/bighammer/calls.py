"""Calls of other services by code that works on no request: a task in the background, an ASGI application."""

from .request import call_head

#: Of this worker, when it takes many requests at a time.
connection = None


async def call(service, path="/", **options):
    """Calls another service through the gateway; the options and the answer are those of ``request.call()``.

    To be awaited on the loop on which the requests run, as it belongs to none of them.
    """
    if connection is None:
        raise RuntimeError("only a worker with an 'async def handle' or an ASGI application calls outside of a request")
    return await connection.call(*call_head(service, path, **options))

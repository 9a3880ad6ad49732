"""A bare ASGI application."""

import json


async def application(scope, receive, send):
    answer = json.dumps({
        "status": 200,
        "message": "OK",
        "data": {"service": "hello", "text": "A small answer, about a hundred bytes"},
    }).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})

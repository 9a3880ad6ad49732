"""The same as conformance.py, with asynchronous handlers: a multiplexing worker."""

import asyncio
import inspect

from bighammer import Refused, call

import conformance


class ConformanceAsync(conformance.Conformance):
    async def handle(self, request):
        await asyncio.sleep(0)
        value = super().handle(request)
        return await value if inspect.iscoroutine(value) else value

    def other(self, request):
        return super().other(request)

    async def _on_echo(self, request):
        data = {name: request[name] for name in conformance.FIELDS}
        return {"status": 200, "data": dict(data, body=(await request.body).decode(), json=await request.json)}

    async def _on_endless(self, request):
        try:
            while True:
                yield b"x" * 1000
        finally:
            print("released")

    async def _on_count(self, request):
        length = 0
        async for piece in request.stream():
            length += len(piece)
        return {"bytes": length}

    async def _on_call(self, request):
        options = conformance.options_of(request)
        try:
            answer = await request.call(*conformance.call_of(request), body=await request.body, **options)
        except Refused as refusal:
            return {"status": 503, "message": f"refused: {refusal}"}
        return conformance.result_of(answer)

    async def _on_later(self, request):
        self._later = asyncio.create_task(send_later())

    async def _on_chat(self, request):
        messages = await request.accept(request.query.get("protocol"), {"X-Kind": ["a", "b"]})
        if request.resumed:
            await messages.send("again")
        count = 0
        async for message in messages:
            count += 1
            if message == "bye":
                return
            await answer(messages, message, count)
        print("handed over" if messages.handed_over else f"closed {messages.close_code} {messages.close_reason}")


async def answer(messages, message, count):
    if message == "close":
        await messages.close(4001, "enough")
    elif message == "count":
        await messages.send(str(count))
    elif message == "fail":
        raise LookupError("told to the log only")
    elif isinstance(message, bytes):
        await messages.send(message)
    elif not message.startswith("quiet"):
        await messages.send("echo: " + message)


async def send_later():
    sent = await call("websocket", handler="websocket.send", json={"route": "/r", "text": "later"})
    print("sent to", sent.json["data"])

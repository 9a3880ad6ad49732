"""The same as conformance.py, with asynchronous handlers: a multiplexing worker."""

import asyncio
import inspect

from bighammer import Refused

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

    async def _on_chat(self, request):
        messages = await request.accept()
        async for message in messages:
            if message == "bye":
                return
            await messages.send("echo: " + message if isinstance(message, str) else message)

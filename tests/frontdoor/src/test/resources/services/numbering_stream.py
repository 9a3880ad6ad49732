"""Answers each message with its number on this connection, as the store counts it, and with what it said."""


async def handle(request):
    messages = await request.accept()
    async for message in messages:
        counted = await request.call("store", "/", handler="store.increment", json={"key": request.connection})
        await messages.send(f"{counted.json['data']} {message}")

# Edition 0
"""A room: counts what each connection says, and hears what is said to the group."""


async def handle(request):
    if not request.wants_messages or request.query.get("key") != "right":
        return {"status": 401}
    messages = await request.accept("room")
    own = {"connection": request.connection}
    count = 0
    if request.resumed:
        kept = await request.call("store", handler="store.get", json={"key": request.connection})
        count = kept.json["data"]
    else:
        await request.call("websocket", handler="websocket.join", json=dict(own, group="room"))
    async for message in messages:
        count += 1
        if message == "close":
            await messages.close(4001, "enough")
        else:
            await messages.send(f"{count} {message}")
    if messages.handed_over:
        await request.call("store", handler="store.set", json={"key": request.connection, "value": count})
    else:
        print("left with", messages.close_code, messages.close_reason)

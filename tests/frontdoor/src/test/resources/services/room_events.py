# Edition 0
"""The same as room.py, event by event."""


def handle(request):
    own = {"connection": request.connection}
    if request.event == "open":
        if request.query.get("key") != "right":
            return {"status": 401}
        request.call("websocket", handler="websocket.join", json=dict(own, group="room"))
        return {"status": 200, "headers": {"Sec-WebSocket-Protocol": "room"}}
    text = request.body.decode()
    if request.event == "close":
        print("left with", request.code, text)
    elif text == "close":
        request.call("websocket", handler="websocket.close", json=dict(own, code=4001, reason="enough"))
    else:
        counted = request.call("store", handler="store.increment", json={"key": request.connection})
        return f"{counted.json['data']} {text}"
    return None

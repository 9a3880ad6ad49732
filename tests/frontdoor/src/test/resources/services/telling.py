"""Tells all in the group what it is asked to tell; a call of the service websocket by a request over HTTP."""


def handle(request):
    told = request.call("websocket", handler="websocket.send", json={"group": "room", "text": "all: " + request.query["text"]})
    return told.json

"""An ASGI application runs unchanged: one written by hand, and one of FastAPI where that is installed."""

import json
import os
import subprocess
import sys
import unittest

from gateway import CANCEL, DATA, DRAIN, MSG, RESP, Gateway

END, TEXT, UPGRADE = 1, 2, 8

BY_HAND = """
import asyncio, json

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        assert (await receive())["type"] == "lifespan.startup"
        scope["state"]["greeting"] = "hello"
        print("started")
        await send({"type": "lifespan.startup.complete"})
        assert (await receive())["type"] == "lifespan.shutdown"
        print("stopped")
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await websocket(scope, receive, send)
    else:
        await globals()[scope["path"].strip("/") or "index"](scope, receive, send)

async def begin(send, status=200, headers=()):
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})

async def index(scope, receive, send):
    await begin(send, 201, [(b"X-Kind", b"a"), (b"x-kind", b"b"), (b"content-type", b"text/plain")])
    await send({"type": "http.response.body", "body": scope["state"]["greeting"].encode()})

async def echo(scope, receive, send):
    shown = {key: scope[key] for key in ("method", "path", "scheme", "http_version", "bighammer")}
    shown.update(query=scope["query_string"].decode(), client=scope["client"][0], raw=scope["raw_path"].decode(),
                 headers=[[n.decode(), v.decode()] for n, v in scope["headers"]])
    await begin(send)
    await send({"type": "http.response.body", "body": json.dumps(shown).encode()})

async def upload(scope, receive, send):
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message["body"])
        more = message["more_body"]
    await begin(send)
    await send({"type": "http.response.body", "body": str(length).encode()})

async def stream(scope, receive, send):
    await begin(send)
    for piece in (b"one", b"two"):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body"})

async def wait(scope, receive, send):
    await receive()
    print((await receive())["type"])

async def stubborn(scope, receive, send):
    await asyncio.Event().wait()

async def fails(scope, receive, send):
    raise LookupError("told to the log only")

async def silent(scope, receive, send):
    pass

async def half(scope, receive, send):
    await begin(send)
    await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    raise LookupError("in the middle")

async def websocket(scope, receive, send):
    assert (await receive())["type"] == "websocket.connect"
    assert "method" not in scope and scope["scheme"] == "ws"
    if scope["path"] == "/closed":
        return await send({"type": "websocket.close"})
    if scope["path"] == "/denied":
        denial = {"type": "websocket.http.response.start", "status": 402, "headers": [(b"X-Why", b"unpaid")]}
        await send(denial)
        await send({"type": "websocket.http.response.body", "body": b"please ", "more_body": True})
        return await send({"type": "websocket.http.response.body", "body": b"pay"})
    if scope["path"] == "/early":
        return await send({"type": "websocket.send", "text": "too early"})
    if scope["path"] == "/unanswered":
        return
    scope["bighammer"]["hand_over"] = scope["path"] == "/goes-on"
    if scope["bighammer"]["resumed"]:
        print("resumed", scope["bighammer"]["connection"])
    headers = [(b"X-Kind", b"a"), (b"x-kind", b"b")]
    await send({"type": "websocket.accept", "subprotocol": scope["subprotocols"][-1], "headers": headers})
    if scope["path"] == "/ticks":
        while True:
            await send({"type": "websocket.send", "text": "tick"})
            await asyncio.sleep(0.01)
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return print("code", message["code"], message["reason"])
        if message.get("text") == "bye":
            return await send({"type": "websocket.close", "code": 4000, "reason": "so long"})
        if message.get("text") == "fail":
            raise LookupError("told to the log only")
        await send({"type": "websocket.send", **{k: message[k] for k in ("text", "bytes") if k in message}})
"""

FASTAPI = """
import asyncio
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()

class Item(BaseModel):
    name: str
    price: float

@app.on_event("startup")
async def startup():
    print("started")

@app.get("/items/{item_id}")
async def read(item_id: int, q: str = "none"):
    return {"item_id": item_id, "q": q}

@app.get("/plain")
def plain():
    return {"in": "a thread"}

@app.post("/items")
async def create(item: Item):
    return {"name": item.name, "double": item.price * 2}

@app.get("/stream")
async def stream():
    async def pieces():
        for i in range(3):
            yield f"{i};"
    return StreamingResponse(pieces())

@app.get("/endless")
async def endless(request: Request):
    async def pieces():
        try:
            while True:
                yield "x" * 1000
                await asyncio.sleep(0)
        finally:
            print("released")
    return StreamingResponse(pieces())

@app.websocket("/chat/{room}")
async def chat(socket: WebSocket, room: str, name: str = "nobody"):
    await socket.accept(subprotocol="chat", headers=[(b"x-room", room.encode())])
    async for text in socket.iter_text():
        await socket.send_text(f"{name}: {text}")
    print("chat is over")

@app.websocket("/loop")
async def loop(socket: WebSocket):
    await socket.accept()
    while True:
        await socket.send_bytes(await socket.receive_bytes())

@app.websocket("/closed")
async def closed(socket: WebSocket):
    await socket.close(1008)
"""


class AsgiTest(unittest.TestCase):
    def setUp(self):
        self.gateway = self.enterWith(Gateway(BY_HAND))
        self.gateway.accept()

    def enterWith(self, gateway):
        self.addCleanup(gateway.__exit__)
        return gateway.__enter__()

    def test_lifespan_and_its_state(self):
        self.assertEqual(b"hello", self.gateway.get()[2])
        self.assertEqual(0, self.gateway.drain())
        self.assertEqual(["started", "stopped"], self.gateway.output().split())

    def test_status_and_repeated_headers_are_passed_on(self):
        status, headers, _ = self.gateway.get()
        self.assertEqual((201, {"x-kind": ["a", "b"], "content-type": "text/plain"}), (status, headers))

    def test_the_scope_says_all_about_the_request(self):
        headers = {"host": "h", "accept": ["a", "b"], "x-forwarded-proto": "https"}
        shown = json.loads(self.gateway.get("/echo?q=%20", method="POST", headers=headers)[2])
        self.assertEqual(("POST", "/echo", "q=%20", "192.0.2.7"), tuple(shown[k] for k in ("method", "path", "query", "client")))
        self.assertEqual(("https", "1.1", "/echo"), (shown["scheme"], shown["http_version"], shown["raw"]))
        self.assertIn(["accept", "b"], shown["headers"])
        self.assertEqual("r1", shown["bighammer"]["id"])

    def test_a_body_comes_in_pieces(self):
        stream = self.gateway.ask("/upload", b"one", flags=0)
        self.gateway.send(DATA, 0, stream, payload=b"two")
        self.gateway.send(DATA, END, stream)
        self.assertEqual(b"6", self.gateway.answer(stream)[2])
        self.assertEqual(b"5", self.gateway.get("/upload", b"whole")[2])
        self.assertEqual(b"0", self.gateway.get("/upload")[2])

    def test_an_answer_is_streamed(self):
        self.assertEqual(b"onetwo", self.gateway.get("/stream")[2])
        self.assertEqual(b"", self.gateway.get("/stream", method="HEAD")[2])

    def test_a_client_that_leaves_is_told_to_the_application(self):
        stream = self.gateway.ask("/wait")
        self.gateway.settle()
        self.gateway.send(CANCEL, 0, stream, 4)
        self.assertEqual((CANCEL, 0, stream, 4, b""), self.gateway.receive())
        self.gateway.drain()
        self.assertIn("[r1] http.disconnect", self.gateway.output())

    def test_an_application_that_does_not_listen_is_ended(self):
        stream = self.gateway.ask("/stubborn")
        self.gateway.settle()
        self.gateway.send(CANCEL, 0, stream, 4)
        self.assertEqual((CANCEL, 0, stream, 4, b""), self.gateway.receive())

    def test_an_application_that_fails_is_a_500(self):
        for path in ("/fails", "/silent"):
            status, _, body = self.gateway.get(path)
            self.assertEqual((500, b'{"status":500,"message":"Internal Server Error","data":null}'), (status, body))
        self.assertIn("[r1] LookupError: told to the log only", self.gateway.errors())
        self.assertIn("[r3] the ASGI application returned without a whole answer", self.gateway.errors())

    def test_an_answer_that_fails_in_the_middle_is_broken_off(self):
        stream = self.gateway.ask("/half")
        self.assertEqual(RESP, self.gateway.receive()[0])
        self.assertEqual(b"begun", self.gateway.receive()[4])
        self.assertEqual((CANCEL, 0, stream, 2, b""), self.gateway.receive())

    def connect(self, path="/chat", **head):
        """A WebSocket that the application has accepted."""
        offered = {"sec-websocket-protocol": "a, b"}
        stream = self.gateway.ask(path, flags=UPGRADE, method="WS", headers=offered, connection="c1", **head)
        self.assertEqual((RESP, UPGRADE), self.gateway.receive()[:2])
        return stream

    def say(self, stream, text):
        self.gateway.send(MSG, TEXT, stream, payload=text.encode())

    def test_a_websocket(self):
        stream = self.gateway.ask("/chat", flags=UPGRADE, headers={"sec-websocket-protocol": "a, b"})
        type, flags, _, arg, payload = self.gateway.receive()
        self.assertEqual((RESP, UPGRADE), (type, flags))
        headers = {"x-kind": ["a", "b"], "sec-websocket-protocol": "b"}
        self.assertEqual({"status": 101, "headers": headers}, json.loads(payload[:arg]))
        for flags, payload in ((TEXT, "hi ü".encode()), (0, b"\x00\xff")):
            self.gateway.send(MSG, flags, stream, payload=payload)
            self.assertEqual((MSG, flags, stream, 0, payload), self.gateway.receive())
        self.gateway.send(DATA, END, stream, 1001, b"page closed")
        self.assertEqual((DATA, END, stream, 1000, b""), self.gateway.receive())
        self.gateway.drain()
        self.assertIn("[r1] code 1001 page closed", self.gateway.output())

    def test_a_websocket_that_the_application_closes(self):
        stream = self.connect()
        self.say(stream, "bye")
        self.assertEqual((DATA, END, stream, 4000, b"so long"), self.gateway.receive())

    def test_a_websocket_that_the_application_refuses(self):
        self.assertEqual(403, self.gateway.answer(self.gateway.ask("/closed", flags=UPGRADE))[0])

    def test_a_websocket_that_is_refused_with_an_answer_of_its_own(self):
        denied = self.gateway.answer(self.gateway.ask("/denied", flags=UPGRADE))
        self.assertEqual((402, {"x-why": "unpaid"}, b"please pay"), denied)

    def test_a_websocket_that_is_not_answered_is_a_500(self):
        for path in ("/early", "/unanswered"):
            self.assertEqual(500, self.gateway.answer(self.gateway.ask(path, flags=UPGRADE))[0])
        self.assertIn("[r1] RuntimeError: the application sent websocket.send before", self.gateway.errors())
        self.assertIn("[r3] the ASGI application returned without a whole answer", self.gateway.errors())

    def test_a_websocket_whose_application_fails_is_broken_off(self):
        stream = self.connect()
        self.say(stream, "fail")
        self.assertEqual((CANCEL, 0, stream, 2, b""), self.gateway.receive())
        self.assertIn("[r1] LookupError: told to the log only", self.gateway.errors())

    def test_an_application_that_does_not_know_of_the_hand_over_asks_the_client_to_come_again(self):
        stream = self.connect()
        self.say(stream, "last")
        self.gateway.send(DATA, END, stream, 0)
        self.assertEqual(b"last", self.gateway.receive()[4])
        self.assertEqual((DATA, END, stream, 1012, b""), self.gateway.receive())
        self.gateway.drain()
        self.assertIn("[r1] code 1012", self.gateway.output())

    def test_an_application_that_can_go_on_in_another_worker_hands_over(self):
        stream = self.connect("/goes-on", resumed=True)
        self.gateway.send(DATA, END, stream, 0)
        self.assertEqual((DATA, END, stream, 0, b""), self.gateway.receive())
        self.gateway.drain()
        self.assertIn("[r1] resumed c1", self.gateway.output())

    def test_an_application_that_only_sends_is_ended_with_its_client(self):
        stream = self.connect("/ticks")
        self.gateway.send(DATA, END, stream, 1006)
        frame = self.gateway.receive()
        while frame[0] == MSG:
            frame = self.gateway.receive()
        self.assertEqual((DATA, END, stream, 1000, b""), frame)
        self.assertEqual("", self.gateway.errors())


class LifespanTest(unittest.TestCase):
    def test_an_application_without_lifespan_is_served(self):
        source = """
async def app(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})
"""
        with Gateway(source) as gateway:
            self.assertEqual(204, gateway.accept().get()[0])
            self.assertEqual(0, gateway.drain())

    def test_an_application_that_does_not_start_says_why(self):
        source = """
async def app(scope, receive, send):
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})
"""
        with Gateway(source) as gateway:
            self.assertEqual(1, gateway.exit_code())
            self.assertIn("does not start: no database", gateway.errors())


def python_with_fastapi():
    """This Python, or else that of the system; None when neither has FastAPI."""
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-c", "import fastapi"]
        if os.path.exists(python) and subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


PYTHON = python_with_fastapi()


@unittest.skipUnless(PYTHON, "FastAPI is not installed: Debian's package is python3-fastapi")
class FastApiTest(unittest.TestCase):
    def test_an_application_runs_unchanged(self):
        with Gateway(FASTAPI, python=PYTHON) as gateway:
            gateway.accept()
            self.assertEqual({"item_id": 5, "q": "x"}, json.loads(gateway.get("/items/5?q=x")[2]))
            self.assertEqual(422, gateway.get("/items/five")[0])
            self.assertEqual({"in": "a thread"}, json.loads(gateway.get("/plain")[2]))
            item = b'{"name": "a", "price": 2.5}'
            headers = {"content-type": "application/json", "content-length": str(len(item))}
            created = gateway.get("/items", item, method="POST", headers=headers)
            self.assertEqual({"name": "a", "double": 5.0}, json.loads(created[2]))
            self.assertEqual(b"0;1;2;", gateway.get("/stream")[2])
            self.assertEqual(200, gateway.get("/docs")[0])
            self.assertEqual(0, gateway.drain())
            self.assertIn("started", gateway.output())

    def test_a_client_that_leaves_ends_a_stream(self):
        with Gateway(FASTAPI, python=PYTHON) as gateway:
            stream = gateway.accept().ask("/endless")
            gateway.receive()
            gateway.send(CANCEL, 0, stream, 4)
            frame = gateway.receive()
            while frame[0] in (RESP, DATA):
                frame = gateway.receive()
            self.assertEqual((CANCEL, 0, stream, 4, b""), frame)
            gateway.drain()
            self.assertIn("released", gateway.output())

    def test_a_websocket(self):
        with Gateway(FASTAPI, python=PYTHON) as gateway:
            stream = gateway.accept().ask("/chat/blue?name=ann", flags=UPGRADE)
            type, flags, _, arg, payload = gateway.receive()
            self.assertEqual((RESP, UPGRADE), (type, flags))
            headers = {"sec-websocket-protocol": "chat", "x-room": "blue"}
            self.assertEqual(headers, json.loads(payload[:arg])["headers"])
            gateway.send(MSG, TEXT, stream, payload=b"hi")
            self.assertEqual((MSG, TEXT, stream, 0, b"ann: hi"), gateway.receive())
            gateway.send(DRAIN)
            gateway.send(DATA, END, stream, 1001)
            self.assertEqual((DATA, END, stream, 1000, b""), gateway.receive())
            self.assertEqual(DRAIN, gateway.receive()[0])
            self.assertEqual(0, gateway.exit_code())
            self.assertIn("chat is over", gateway.output())

    def test_that_a_client_has_left_a_websocket_is_no_failure(self):
        with Gateway(FASTAPI, python=PYTHON) as gateway:
            stream = gateway.accept().ask("/loop", flags=UPGRADE)
            gateway.receive()
            gateway.send(MSG, 0, stream, payload=b"\x00\xff")
            self.assertEqual((MSG, 0, stream, 0, b"\x00\xff"), gateway.receive())
            gateway.send(DATA, END, stream, 1001)
            self.assertEqual((DATA, END, stream, 1000, b""), gateway.receive())
            gateway.drain()
            self.assertEqual("", gateway.errors())

    def test_a_websocket_that_is_refused(self):
        with Gateway(FASTAPI, python=PYTHON) as gateway:
            gateway.accept()
            for path in ("/closed", "/nowhere"):
                self.assertEqual(403, gateway.answer(gateway.ask(path, flags=UPGRADE))[0])

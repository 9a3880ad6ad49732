"""WebSockets in handlers: as a stream of messages in a multiplexing worker, as events in a synchronous one."""

import json
import unittest

from gateway import CANCEL, DATA, DRAIN, MSG, PING, PONG, REQ, RESP, WINDOW, Gateway

END, TEXT, MORE, UPGRADE = 1, 2, 4, 8

ECHO = """
async def handle(request):
    messages = await request.accept(request.query.get("protocol"), {"X-Kind": ["a", "b"]})
    if request.resumed:
        await messages.send(f"{request.connection} again")
    async for message in messages:
        if message == "bye":
            return
        if message == "close":
            await messages.close(4001, "enough")
        elif message == "fail":
            raise LookupError("of the handler")
        elif message == "json":
            await messages.send_json({"a": "ü"})
        else:
            await messages.send(message)
    print("end", messages.close_code, repr(messages.close_reason), messages.handed_over)
"""


class MessagesTest(unittest.TestCase):
    def start(self, source, path="/", **head):
        """A worker and the WebSocket that it has taken."""
        gateway = Gateway(source)
        self.addCleanup(gateway.__exit__)
        self.gateway = gateway.__enter__().accept()
        stream = gateway.ask(path, flags=UPGRADE, method="WS", connection="c1", **head)
        self.assertEqual((RESP, UPGRADE, stream), gateway.receive()[:3])
        return stream

    def say(self, stream, text, flags=TEXT):
        self.gateway.send(MSG, flags, stream, payload=text.encode())

    def test_it_is_accepted_with_headers_and_a_subprotocol(self):
        with Gateway(ECHO) as gateway:
            gateway.accept().ask("/?protocol=chat", flags=UPGRADE, connection="c1")
            _, _, _, arg, payload = gateway.receive()
            head = {"status": 101, "headers": {"x-kind": ["a", "b"], "sec-websocket-protocol": "chat"}}
            self.assertEqual(head, json.loads(payload[:arg]))

    def test_messages_of_all_sizes_go_both_ways(self):
        stream = self.start(ECHO)
        for flags, message in ((TEXT, b""), (0, b""), (TEXT, b"hi"), (0, bytes(range(256)) * 1000)):
            pieces = [message[at : at + 65536] for at in range(0, len(message) or 1, 65536)]
            for i, piece in enumerate(pieces):
                self.gateway.send(MSG, flags | (MORE if i + 1 < len(pieces) else 0), stream, payload=piece)
            more, heard = MORE, b""
            while more:
                type, each, _, _, payload = self.gateway.receive()
                self.assertEqual((MSG, flags), (type, each & ~MORE))
                self.gateway.send(WINDOW, 0, stream, len(payload))
                more, heard = each & MORE, heard + payload
            self.assertEqual(message, heard)

    def test_the_client_closes_with_a_code_and_a_reason(self):
        stream = self.start(ECHO)
        self.say(stream, "last")
        self.gateway.send(DATA, END, stream, 4002, b"tired")
        self.assertEqual((DATA, END, stream, 1000, b""), self.gateway.receive())
        self.gateway.drain()
        self.assertIn("[r1] end 4002 'tired' False", self.gateway.output())

    def test_the_service_closes_with_a_code_and_a_reason(self):
        stream = self.start(ECHO)
        self.say(stream, "close")
        self.assertEqual((DATA, END, stream, 4001, b"enough"), self.gateway.receive())
        self.gateway.send(MSG, TEXT, stream, payload=b"not heard any more")
        self.gateway.send(DATA, END, stream, 4001)
        self.gateway.settle()
        self.gateway.drain()
        self.assertIn("[r1] end 4001", self.gateway.output())

    def test_returning_closes(self):
        stream = self.start(ECHO)
        self.say(stream, "bye")
        self.assertEqual((DATA, END, stream, 1000, b""), self.gateway.receive())

    def test_a_handler_that_fails_breaks_off(self):
        stream = self.start(ECHO)
        self.say(stream, "fail")
        self.assertEqual((CANCEL, 0, stream, 2, b""), self.gateway.receive())
        self.assertIn("of the handler", self.gateway.errors())

    def test_a_connection_is_handed_over_when_all_that_came_before_is_dealt_with(self):
        stream = self.start(ECHO)
        self.gateway.send(DRAIN)
        for text in ("one", "two", "json"):
            self.say(stream, text)
        self.gateway.send(DATA, END, stream, 0)
        heard = [self.gateway.receive()[4].decode() for _ in range(3)]
        self.assertEqual(["one", "two", '{"a":"ü"}'], heard)
        self.assertEqual((DATA, END, stream, 0, b""), self.gateway.receive())
        self.assertEqual(DRAIN, self.gateway.receive()[0])
        self.assertEqual(0, self.gateway.exit_code())
        self.assertIn("[r1] end None '' True", self.gateway.output())

    def test_a_handler_that_closes_meanwhile_hands_nothing_over(self):
        stream = self.start(ECHO)
        self.say(stream, "bye")
        self.gateway.send(DATA, END, stream, 0)
        self.assertEqual((DATA, END, stream, 1000, b""), self.gateway.receive())

    def test_the_next_worker_knows_that_the_connection_was_there_before(self):
        self.start(ECHO, resumed=True)
        self.assertEqual(b"c1 again", self.gateway.receive()[4])

    def test_a_handler_that_only_sends_hears_of_the_end(self):
        source = """
import asyncio
async def handle(request):
    messages = await request.accept()
    while True:
        await messages.send("tick")
        await asyncio.sleep(0.01)
"""
        for code, answered in ((1001, 1000), (0, 0)):
            stream = self.start(source)
            self.gateway.send(DATA, END, stream, code)
            frame = self.gateway.receive()
            while frame[0] == MSG:
                frame = self.gateway.receive()
            self.assertEqual((DATA, END, stream, answered, b""), frame)
            self.assertEqual("", self.gateway.errors())

    def test_what_a_client_has_sent_before_it_left_is_dealt_with(self):
        source = """
async def handle(request):
    messages = await request.accept()
    async for message in messages:
        print("heard", message)
        await messages.send("x" * 100_000)
"""
        stream = self.start(source)
        for i in range(5):
            self.say(stream, str(i))
        # Without credit the answers wait, and would do so for ever.
        self.gateway.send(DATA, END, stream, 1006)
        frame = self.gateway.receive()
        while frame[0] == MSG:
            frame = self.gateway.receive()
        self.assertEqual((DATA, END, stream, 1000, b""), frame)
        self.gateway.drain()
        self.assertEqual([f"[r1] heard {i}" for i in range(5)], self.gateway.output().splitlines())

    def test_tasks_that_send_at_once_do_not_mix_their_messages(self):
        source = """
import asyncio
async def handle(request):
    messages = await request.accept()
    await asyncio.gather(*(messages.send(letter * 150_000) for letter in "abc"))
"""
        stream = self.start(source)
        whole = [b""]
        frame = self.gateway.receive()
        while frame[0] == MSG:
            whole[-1] += frame[4]
            self.gateway.send(WINDOW, 0, stream, len(frame[4]))
            if not frame[1] & MORE:
                whole.append(b"")
            frame = self.gateway.receive()
        self.assertEqual([letter * 150_000 for letter in (b"a", b"b", b"c")], whole[:3])

    def test_a_message_that_was_given_up_in_its_middle_ends_the_connection(self):
        source = """
import asyncio
async def handle(request):
    messages = await request.accept()
    await asyncio.wait_for(messages.send(b"x" * 500_000), 0.05)
"""
        stream = self.start(source)
        frame = self.gateway.receive()
        while frame[0] == MSG:
            self.assertTrue(frame[1] & MORE)
            frame = self.gateway.receive()
        self.assertEqual((CANCEL, 0, stream, 2, b""), frame)

    def test_what_cannot_be_sent_is_explained(self):
        source = """
async def handle(request):
    messages = await request.accept()
    for wrong in (lambda: messages.send(5), lambda: messages.close(1005), lambda: messages.close(1000, "x" * 124)):
        try:
            await wrong()
        except (TypeError, ValueError) as failure:
            await messages.send(str(failure))
"""
        self.start(source)
        for expected in ("str or bytes, not int", "not 1005", "at most 123 bytes"):
            self.assertIn(expected, self.gateway.receive()[4].decode())

    def test_a_service_calls_outside_of_a_request(self):
        source = """
import asyncio, bighammer
async def handle(request):
    asyncio.get_running_loop().call_later(0.01, lambda: asyncio.ensure_future(tell()))
async def tell():
    answer = await bighammer.call("websocket", handler="websocket.send", json={"route": "/r", "text": "all"})
    print("told", answer.json["data"])
"""
        with Gateway(source) as gateway:
            gateway.accept().get()
            type, flags, stream, arg, payload = gateway.receive()
            self.assertEqual((REQ, END, 2), (type, flags, stream))
            head = json.loads(payload[:arg])
            self.assertEqual(("websocket", "websocket.send"), (head["service"], head["handler"]))
            self.assertNotIn("parent", head)
            self.assertEqual({"route": "/r", "text": "all"}, json.loads(payload[arg:]))
            text = b'{"status":200}'
            gateway.send(RESP, END, stream, len(text), text + b'{"status":200,"message":"OK","data":7}')
            gateway.send(PING)
            self.assertEqual(PONG, gateway.receive()[0])
            gateway.drain()
            self.assertIn("told 7", gateway.output())


class EventsTest(unittest.TestCase):
    SOURCE = """
def handle(request):
    return repr([request[name] for name in ("event", "connection", "binary", "code", "body")])
"""

    def test_a_plain_handler_gets_events(self):
        with Gateway(self.SOURCE) as gateway:
            gateway.accept()
            asked = (
                (dict(event="open", connection="c"), b"", 0, "['open', 'c', False, None, b'']"),
                (dict(event="message", connection="c"), b"t", TEXT, "['message', 'c', False, None, b't']"),
                (dict(event="message", connection="c"), b"b", 0, "['message', 'c', True, None, b'b']"),
                (dict(event="close", connection="c", code=1001), b"why", 0, "['close', 'c', False, 1001, b'why']"),
                ({}, b"", 0, "[None, None, False, None, b'']"),
            )
            for head, body, flags, expected in asked:
                stream = gateway.ask("/", body, flags | END, **head)
                self.assertEqual(expected, gateway.answer(stream)[2].decode())

"""What only the Python SDK does; the cases for all languages are in tests/conformance."""

import json
import unittest

from gateway import CANCEL, DATA, RESP, Gateway


class WorkerTest(unittest.TestCase):
    def test_a_plain_handler_makes_a_synchronous_worker_and_an_async_one_a_multiplexing(self):
        for source, streams in (("def handle(r): pass", 1), ("async def handle(r): pass", 64)):
            with Gateway(source) as gateway:
                self.assertEqual(streams, gateway.accept().hello["max_streams"])

    def test_a_plain_service_is_not_made_to_load_asyncio(self):
        with Gateway("import sys, bighammer\ndef handle(r): return {'status': 200, 'data': 'asyncio' in sys.modules}") as gateway:
            self.assertFalse(json.loads(gateway.accept().get()[2])["data"])

    def test_an_async_generator_function_is_a_handler(self):
        with Gateway("async def handle(request):\n  yield 'a'\n  yield b'b'") as gateway:
            self.assertEqual((200, b"ab"), gateway.accept().get()[::2])

    def test_the_token_is_not_left_in_the_environment(self):
        with Gateway("import os\ndef handle(r): return os.environ.get('BIGHAMMER_TOKEN', 'gone')") as gateway:
            self.assertEqual(b"gone", gateway.accept().get()[2])

    def test_a_large_body_is_counted_in_little_memory(self):
        source = """
import resource
{0}def handle(request):
    before, bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0
    {0}for piece in request.stream():
        bytes += len(piece)
    return dict(bytes=bytes, grown=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
        with Gateway(source.format("")) as gateway:
            stream = gateway.accept().ask(body=b"first", flags=0)
            for _ in range(800):
                gateway.send(DATA, 0, stream, payload=b"y" * 65536)
            gateway.send(DATA, 1, stream)
            data = json.loads(gateway.answer(stream)[2])["data"]
        self.assertEqual(800 * 65536 + 5, data["bytes"])
        self.assertLess(data["grown"], 8 << 10)

    def test_tasks_print_under_the_request_that_began_them(self):
        source = """
import asyncio
async def say(what):
    print(what, end="")
    await asyncio.sleep(0)
    print("!")
async def handle(request):
    await asyncio.gather(say(request.path), asyncio.to_thread(print, "thread of", request.path))
    print("no end of line", end="")
"""
        with Gateway(source) as gateway:
            gateway.accept()
            for path in ("/a", "/b"):
                gateway.ask(path)
            for _ in range(2):
                gateway.receive()
            gateway.drain()
            lines = gateway.output().splitlines()
        for id, path in (("r1", "/a"), ("r3", "/b")):
            self.assertIn(f"[{id}] {path}!", lines)
            self.assertIn(f"[{id}] thread of {path}", lines)
            self.assertIn(f"[{id}] no end of line", lines)

    def test_a_failure_is_told_with_nothing_that_the_sdk_has_tried(self):
        with Gateway("async def handle(request):\n    raise RuntimeError('the handler fails')") as gateway:
            stream = gateway.accept().ask()
            self.assertEqual(500, gateway.answer(stream)[0])
            gateway.drain()
            errors = gateway.errors()
        self.assertIn("RuntimeError: the handler fails", errors)
        self.assertNotIn("During handling", errors)

    def test_a_handler_that_ignores_its_cancellation_does_not_answer(self):
        source = """
import asyncio
async def handle(request):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "too late"
"""
        with Gateway(source) as gateway:
            stream = gateway.accept().ask()
            gateway.settle()
            gateway.send(CANCEL, 0, stream, 4)
            self.assertEqual((CANCEL, 0, stream, 4, b""), gateway.receive())
            self.assertEqual(0, gateway.drain())

    def test_a_cancellation_of_the_services_own_making_is_a_500(self):
        with Gateway("import asyncio\nasync def handle(r): raise asyncio.CancelledError") as gateway:
            self.assertEqual(500, gateway.accept().get()[0])

    def test_an_async_method_beside_a_plain_handle_is_explained(self):
        source = "class S:\n  def handle(self, r): pass\n  async def other(self, r): pass"
        with Gateway(source) as gateway:
            self.assertEqual(500, gateway.accept().get(target="other")[0])
            self.assertIn("make handle 'async def', too", gateway.errors())

    def test_a_call_that_was_broken_off_is_told_from_a_refused_one(self):
        plain = """
from bighammer import CallFailed
{0}def handle(request):
    try:
        {1}request.call("other")
    except CallFailed as failure:
        return f"{{type(failure).__name__}} {{failure}}"
"""
        for source in (plain.format("", ""), plain.format("async ", "await ")):
            with Gateway(source) as gateway:
                gateway.accept()
                for error, reason, told in ((3, b"a cycle", b"Refused a cycle"), (4, b"too late", b"CallFailed too late")):
                    stream = gateway.ask()
                    gateway.send(CANCEL, 0, gateway.receive()[2], error, reason)
                    self.assertEqual(told, gateway.answer(stream)[2])

    def test_accept_without_a_websocket_is_explained(self):
        with Gateway("async def handle(request): await request.accept()") as gateway:
            self.assertEqual(500, gateway.accept().get()[0])
            self.assertIn("look at request.wants_messages", gateway.errors())

    def test_answers_of_one_turn_leave_in_one_write(self):
        with Gateway("async def handle(request): return request.path") as gateway:
            gateway.accept()
            streams = {gateway.ask(f"/{i}"): f"/{i}".encode() for i in range(50)}
            for _ in range(50):
                type, _, stream, arg, payload = gateway.receive()
                self.assertEqual((RESP, streams.pop(stream)), (type, payload[arg:]))

    def test_an_answer_that_the_gateway_does_not_read_does_not_grow_in_memory(self):
        source = "async def handle(request):\n  for i in range(2000): yield 'x' * 65536"
        with Gateway(source) as gateway:
            stream = gateway.accept(window=0).ask()
            gateway.ask("/second", flags=1)
            _, flags, id, _, _ = gateway.receive()
            with open(f"/proc/{gateway.process.pid}/statm", encoding="ascii") as file:
                self.assertLess(int(file.read().split()[1]) * 4096, 60 << 20)
            self.assertEqual((stream, 0), (id, flags))

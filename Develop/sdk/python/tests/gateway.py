"""The gateway's side of the protocol for the tests, with a real worker process at the other end."""

import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile

SDK = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HELLO, REQ, RESP, DATA, MSG, CANCEL, WINDOW, PING, PONG, DRAIN, EVENT = range(1, 12)
SECONDS = 20


class Gateway:
    """Starts a worker with the source of a service. To be used in a ``with``; ``files`` lie beside the service."""

    def __init__(self, source, name="service.py", files=None, python=sys.executable):
        self._folder = tempfile.TemporaryDirectory(prefix="bhpy")
        self.path = os.path.join(self._folder.name, name)
        for file, text in {**(files or {}), name: source}.items():
            if text is not None:
                with open(os.path.join(self._folder.name, file), "w", encoding="utf-8") as target:
                    target.write(text)
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(os.path.join(self._folder.name, "door"))
        self._door.listen()
        self._door.settimeout(SECONDS)
        self._errors = tempfile.TemporaryFile()
        self._output = tempfile.TemporaryFile()
        environment = {"PATH": os.environ.get("PATH", ""), "BIGHAMMER_SOCKET": self._door.getsockname()}
        environment.update(BIGHAMMER_SERVICE="tested", BIGHAMMER_TOKEN="token", BIGHAMMER_INSTANCE="1")
        self.process = subprocess.Popen(
            [python, os.path.join(SDK, "host.py"), self.path],
            cwd=self._folder.name,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._errors,
        )
        self._stream = -1
        self._worker = None

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.wait()
        for each in (self._worker, self._door, self._errors, self._output):
            if each is not None:
                each.close()
        with contextlib.suppress(OSError):
            self._folder.cleanup()

    def accept(self, window=1 << 18):
        self._worker, _ = self._door.accept()
        self._worker.settimeout(SECONDS)
        type, _, _, _, payload = self.receive()
        assert type == HELLO, type
        self.hello = json.loads(payload)
        self.send(HELLO, payload=json.dumps({"version": 1, "window": window}).encode())
        return self

    def send(self, type, flags=0, stream=0, arg=0, payload=b""):
        self._worker.sendall(struct.pack(">BBBBIII", 0xB1, type, flags, 0, stream, len(payload), arg) + payload)

    def receive(self):
        """The next frame but for EVENT and WINDOW: type, flags, stream, arg and payload."""
        while True:
            _, type, flags, _, stream, length, arg = struct.unpack(">BBBBIII", self._read(16))
            payload = self._read(length)
            if type not in (EVENT, WINDOW):
                return type, flags, stream, arg, payload

    def _read(self, length):
        data = b""
        while len(data) < length:
            more = self._worker.recv(length - len(data))
            assert more, "the worker ended: " + self.errors()
            data += more
        return data

    def ask(self, path="/", body=b"", flags=1, **head):
        """Sends a request and gives back its stream."""
        self._stream += 2
        path, _, query = path.partition("?")
        all_of_it = {"id": f"r{self._stream}", "method": "GET", "path": path, "query": query, "headers": {}, "params": {}}
        all_of_it.update({"target": "handle", "handler": "tested", "client": "192.0.2.7", "door": "http"}, **head)
        text = json.dumps(all_of_it).encode()
        self.send(REQ, flags, self._stream, len(text), text + body)
        return self._stream

    def answer(self, stream):
        """Status, headers and body."""
        type, flags, id, arg, payload = self.receive()
        assert (type, id) == (RESP, stream), (type, id, payload)
        head, body = json.loads(payload[:arg]), payload[arg:]
        while not flags & 1:
            type, flags, id, _, piece = self.receive()
            assert (type, id) == (DATA, stream), (type, id, piece)
            body += piece
        return head["status"], head["headers"], body

    def get(self, path="/", body=b"", **head):
        return self.answer(self.ask(path, body, **head))

    def settle(self):
        """Waits until the worker has begun with what it was sent."""
        self.send(PING)
        assert self.receive()[0] == PONG

    def drain(self):
        """Ends the worker; gives back its exit code."""
        self.send(DRAIN)
        assert self.receive()[0] == DRAIN
        return self.exit_code()

    def exit_code(self):
        return self.process.wait(SECONDS)

    def errors(self):
        return self._text(self._errors)

    def output(self):
        return self._text(self._output)

    @staticmethod
    def _text(file):
        file.seek(0)
        return file.read().decode()

#!/usr/bin/env python3
"""Sends text messages over WebSockets, the next one when the echo is back, and prints figures in the form of wrk.lua.

    bench/websocket_client.py PORT PATH CONNECTIONS BYTES SECONDS
"""

import base64
import json
import os
import select
import socket
import sys
import time

TOO_LATE = 2  # seconds; an echo that takes longer has failed, as wrk has it
LONGEST = 125  # bytes of a message whose length fits into the second byte of its frame
TEXT = 0x81  # a whole text message in one frame


def frames(size):
    """A message as it is sent, masked as a client's must be, and its echo as it must come back."""
    text = (b"A message that comes back. " * 5)[:size]
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[position % 4] for position, byte in enumerate(text))
    return bytes([TEXT, 0x80 | size]) + mask + masked, bytes([TEXT, size]) + text


class Connection:
    """One WebSocket, with one message under way."""

    def __init__(self, port, path):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TOO_LATE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode("ascii")
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode("ascii"))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = self.socket.recv(1)
            if not piece:
                break
            head += piece
        if not head.startswith(b"HTTP/1.1 101 "):
            raise ConnectionError(f"no WebSocket at {path}: {head.splitlines()[:1]}")
        self.socket.setblocking(False)
        self.received = b""
        self.sent_at = 0.0

    def send(self, frame):
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.send(frame)


class Echoes:
    """All connections in turn, for as long as it takes."""

    def __init__(self, connections, frame, echo):
        self._connections = {one.socket.fileno(): one for one in connections}
        self._frame = frame
        self._echo = echo
        self._poll = select.epoll()
        self.latencies = []
        self.wrong = 0
        self.broken = 0

    def run(self, seconds):
        """Returns the seconds that it took."""
        began = time.perf_counter()
        for number, connection in list(self._connections.items()):
            self._poll.register(number, select.EPOLLIN)
            self._send(number, connection)
        while self._connections and time.perf_counter() - began < seconds:
            for number, _ in self._poll.poll(0.1):
                self._read(number, self._connections[number])
        return time.perf_counter() - began

    def late(self):
        """How many still wait that have waited too long, or have had to."""
        now = time.perf_counter()
        waiting = sum(now - one.sent_at > TOO_LATE for one in self._connections.values())
        return waiting + sum(latency > TOO_LATE for latency in self.latencies)

    def _send(self, number, connection):
        try:
            connection.send(self._frame)
        except OSError:
            self._drop(number, connection)

    def _read(self, number, connection):
        try:
            piece = connection.socket.recv(4096)
        except OSError:
            piece = b""
        if not piece:
            self._drop(number, connection)
            return
        connection.received += piece
        if len(connection.received) >= len(self._echo):
            self.latencies.append(time.perf_counter() - connection.sent_at)
            self.wrong += connection.received != self._echo
            self._send(number, connection)

    def _drop(self, number, connection):
        self.broken += 1
        self._poll.unregister(number)
        del self._connections[number]
        connection.socket.close()


def percentile(ordered, part):
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__.strip())
    port, count, size, seconds = (int(sys.argv[position]) for position in (1, 3, 4, 5))
    if not 1 <= size <= LONGEST:
        sys.exit(f"A message has 1 to {LONGEST} bytes, not {size}.")
    try:
        connections = [Connection(port, sys.argv[2]) for _ in range(count)]
    except OSError as failure:
        sys.exit(str(failure))
    echoes = Echoes(connections, *frames(size))
    duration = echoes.run(seconds)
    ordered = sorted(echoes.latencies)
    print(json.dumps({
        "requests": len(ordered),
        "duration_us": round(duration * 1e6),
        "p50_us": round(percentile(ordered, 0.5) * 1e6),
        "p99_us": round(percentile(ordered, 0.99) * 1e6),
        "bad_status": echoes.wrong,
        "broken": echoes.broken,
        "timeouts": echoes.late(),
    }))


if __name__ == "__main__":
    main()

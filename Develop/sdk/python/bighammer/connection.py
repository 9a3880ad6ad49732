"""Frames over a socket that blocks, for workers that take one request at a time."""

import select
import signal
import socket
from collections import deque

from .errors import Disconnected
from .frame import CHUNK, HEADER, FrameReader

_WHOLE = CHUNK + HEADER


class Connection:
    """Frames over one socket. A signal ends the wait for the next one."""

    def __init__(self, address):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        try:
            if family == socket.AF_UNIX:
                self._socket = socket.socket(family, socket.SOCK_STREAM)
                self._socket.connect(address)
            else:
                self._socket = socket.create_connection(address)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._socket.settimeout(None)
        except OSError as failure:
            raise Disconnected(f"cannot connect to the gateway at {address}: {failure.strerror}") from failure
        self._reader = FrameReader()
        self._frames = deque()
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        self._woken, self._wake = socket.socketpair()

    def on_signal(self, stop):
        for end in (self._woken, self._wake):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._poll.register(self._woken, select.POLLIN)
        signal.signal(signal.SIGTERM, lambda *_: stop())

    def read(self, seconds=None):
        """The next frame; None when a signal or the end of the time came first."""
        if self._frames:
            return self._frames.popleft()
        ready = self._poll.poll(None if seconds is None else seconds * 1000)
        for descriptor, _ in ready:
            if descriptor == self._woken.fileno():
                self._woken.recv(64)
            else:
                self._fill()
        return self._frames.popleft() if self._frames else None

    def _fill(self):
        try:
            data = self._socket.recv(_WHOLE)
        except OSError:
            data = b""
        if not data:
            raise Disconnected("the gateway closed the connection")
        self._frames.extend(self._reader.feed(data))

    def write(self, data):
        try:
            self._socket.sendall(data)
        except OSError as failure:
            raise Disconnected("the gateway closed the connection") from failure

    def close(self):
        self._socket.close()

#!/usr/bin/env python3
"""Many connections at once: how much memory the gateway takes while they are idle, and what becomes of them when all send at once.

    bench/connections.py [--port 8080] [--pid PID] [--connections 10000] [--path /api/example] [--seconds 10]

Exit code 0: each was answered, 503 included, within the time; 1: one was not.
"""
import argparse
import collections
import resource
import select
import socket
import sys
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--pid", type=int, help="of the gateway, to tell its memory")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--path", default="/api/example")
    parser.add_argument("--seconds", type=float, default=10)
    return parser.parse_args()


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


class Connection:
    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.received = b""

    def answer(self):
        """The status of a whole answer, 0 when it was cut off, None while it is not here."""
        try:
            data = self.socket.recv(65536)
        except BlockingIOError:
            return None
        except OSError:
            return 0
        if not data:
            return 0
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return None
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        return int(head.split()[1]) if len(body) >= length else None


def ask(connections, request, deadline):
    """Sends on all of them, then reads. Returns how often each status came, and when the last did."""
    began = time.monotonic()
    poll = select.epoll()
    waiting = {}
    statuses = collections.Counter()
    for connection in connections:
        connection.received = b""
        try:
            connection.socket.send(request)
        except OSError:
            statuses["not sent"] += 1
            continue
        waiting[connection.socket.fileno()] = connection
        poll.register(connection.socket, select.EPOLLIN)
    last = began
    while waiting and time.monotonic() - began < deadline:
        for number, _ in poll.poll(0.1):
            status = waiting[number].answer()
            if status is not None:
                statuses[status or "cut off"] += 1
                poll.unregister(number)
                del waiting[number]
                last = time.monotonic()
    if waiting:
        statuses["no answer"] = len(waiting)
    return statuses, last - began


def main():
    options = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < options.connections + 100:
        sys.exit(f"Only {most} files may be open here (ulimit -Hn); ask for fewer --connections.")
    request = f"GET {options.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii")
    connections = []
    while len(connections) < options.connections:
        some = [Connection(options.port) for _ in range(min(100, options.connections - len(connections)))]
        ask(some, request, 60)
        connections += some
    if options.pid:
        print(f"{len(connections)} idle connections: {resident_mb(options.pid)} MB resident")
    statuses, seconds = ask(connections, request, options.seconds)
    print(f"all at once: {dict(statuses)}, the last after {seconds:.1f} s")
    if options.pid:
        print(f"afterwards: {resident_mb(options.pid)} MB resident")
    sys.exit(0 if set(statuses) <= {200, 503} else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A normal client beside hostile ones: its time for an answer, and how long the hostile ones stay.

    bench/hostile.py [--port 8080] [--clients 2000] [--path /api/example] [--seconds 20] [--kind heads|readers|resets]

heads send a byte of a request's head each second, readers ask once and take nothing (give
a --hostile-path whose answer is some megabytes), resets begin and cancel requests over HTTP/2.

Exit code 0: within the time all of them were gone, and the normal client was always answered; 1: not so.
"""
import argparse
import errno
import http.client
import resource
import socket
import struct
import sys
import threading
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--path", default="/api/example", help="of the normal client")
    parser.add_argument("--hostile-path", help="of the others, when it is another")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kind", choices=["heads", "readers", "resets"], default="heads")
    return parser.parse_args()


def connect(port):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.setblocking(False)
    return connection


def is_open(connection):
    """Whether the gateway has not closed it; what it sent is read and forgotten."""
    try:
        while connection.recv(65536):
            pass
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def open_at_gateway(port):
    """How many connections the gateway has; a client that reads nothing cannot tell."""
    count = 0
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table, encoding="ascii") as lines:
            for line in list(lines)[1:]:
                _, local, _, state = line.split()[:4]
                count += state == "01" and int(local.split(":")[1], 16) == port
    return count


def send(connection, data):
    try:
        connection.send(data)
        return True
    except OSError as e:
        return e.errno in (errno.EAGAIN, errno.EWOULDBLOCK)


def head(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Long: {'x' * 1000}".encode("ascii")


def literal(text):
    return bytes([len(text)]) + text.encode("ascii")


def resets(path, first, count):
    fields = {":method": "GET", ":scheme": "http", ":authority": "localhost", ":path": path}
    block = b"".join(b"\0" + literal(name) + literal(value) for name, value in fields.items())
    frames = b""
    for stream in range(first, first + 2 * count, 2):
        frames += struct.pack(">I", len(block))[1:] + b"\1\5" + struct.pack(">I", stream) + block
        frames += b"\0\0\4\3\0" + struct.pack(">I", stream) + struct.pack(">I", 8)
    return frames


class Normal(threading.Thread):
    """Asks one request after another on one connection."""

    def __init__(self, port, path):
        super().__init__(daemon=True)
        self.port, self.path, self.times, self.errors, self.over = port, path, [], 0, False

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        while not self.over:
            began = time.monotonic()
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise OSError(f"{answer.status} {answer.reason}")
                self.times.append(time.monotonic() - began)
            except (OSError, http.client.HTTPException) as e:
                print(f"the normal client was not answered: {e!r}")
                self.errors += 1
                connection.close()
            time.sleep(0.005)

    def report(self, when):
        times, self.times = sorted(self.times), []
        if times:
            at = [round(1000 * times[int(len(times) * part)], 1) for part in (0.5, 0.99)]
            print(f"{when}: {len(times)} requests, median {at[0]} ms, p99 {at[1]} ms, {self.errors} failed")


def main():
    options = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    normal = Normal(options.port, options.path)
    normal.start()
    time.sleep(5)
    normal.report("alone")
    hostile = [connect(options.port) for _ in range(options.clients)]
    began = time.monotonic()
    path = options.hostile_path or options.path
    data = head(path)
    if options.kind == "readers":
        for connection in hostile:
            send(connection, data + b"\r\n\r\n")
    if options.kind == "resets":
        for connection in hostile:
            send(connection, PREFACE)
    second, gone = 0, None
    while time.monotonic() - began < options.seconds:
        for connection in hostile:
            if options.kind == "heads":
                send(connection, data[second:second + 1])
            elif options.kind == "resets":
                send(connection, resets(path, 1 + 2000 * second, 1000))
        second += 1
        still = open_at_gateway(options.port) - 1 if options.kind == "readers" else sum(map(is_open, hostile))
        if not still and gone is None:
            gone = time.monotonic() - began
        time.sleep(max(0, began + second - time.monotonic()))
    normal.over = True
    normal.join(30)
    normal.report(f"beside {options.clients} hostile clients ({options.kind})")
    print(f"all of them gone after {gone:.0f} s" if gone else f"{still} of them still there after {options.seconds:.0f} s")
    sys.exit(1 if still or normal.errors else 0)


if __name__ == "__main__":
    main()

"""A worker without an SDK. The path /broken/NAME tells what is wrong with its answer; what must not reach a client says SMUGGLED."""
import json
import os
import socket
import struct

HELLO, REQ, RESP, DATA, PING, PONG, END = 1, 2, 3, 4, 8, 9, 1
EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nSMUGGLED"


def headers(**fields):
    return {"status": 200, "headers": {name.replace("_", "-"): value for name, value in fields.items()}}


# name: head, body; a head that is text stands as it is
ANSWERS = {
    "crlf-in-a-value": (headers(x="a\r\nX-Evil: SMUGGLED"), ""),
    "an-answer-in-a-value": (headers(x="a\r\n\r\n" + EVIL), ""),
    "lf-in-a-value": (headers(x="a\nX-Evil: SMUGGLED"), ""),
    "cr-in-a-value": (headers(x="a\rX-Evil: SMUGGLED"), ""),
    "nul-in-a-value": (headers(x="a\0SMUGGLED"), ""),
    "delete-in-a-value": (headers(x="a\x7fSMUGGLED"), ""),
    "crlf-in-one-of-many-values": (headers(x=["a", "b\r\nX-Evil: SMUGGLED"]), ""),
    "crlf-in-a-cookie": (headers(Set_Cookie="a=b\r\nSet-Cookie: SMUGGLED"), ""),
    "crlf-in-a-location": (headers(Location="/\r\nX-Evil: SMUGGLED"), ""),
    "crlf-in-a-name": ({"status": 200, "headers": {"X\r\nX-Evil": "SMUGGLED"}}, ""),
    "colon-in-a-name": ({"status": 200, "headers": {"X-Evil: SMUGGLED\r\nX": "a"}}, ""),
    "blank-in-a-name": ({"status": 200, "headers": {"Transfer-Encoding ": "SMUGGLED"}}, ""),
    "no-name": ({"status": 200, "headers": {"": "SMUGGLED"}}, ""),
    "a-name-beyond-ascii": ({"status": 200, "headers": {"X\u010d\u010aX": "SMUGGLED"}}, ""),
    "a-value-that-hides-crlf": (headers(x="\u010d\u010aX-Evil: a"), "fine"),
    "two-lengths": ({"status": 200, "headers": {"Content-Length": ["2", "8"]}}, "SMUGGLED"),
    "two-lengths-spelt-apart": ({"status": 200, "headers": {"Content-Length": "2", "content-length": "8"}}, "SMUGGLED"),
    "two-lengths-in-one": (headers(Content_Length="2, 8"), "SMUGGLED"),
    "a-negative-length": (headers(Content_Length="-1"), "SMUGGLED"),
    "a-length-with-a-sign": (headers(Content_Length="+8"), "SMUGGLED"),
    "a-length-with-crlf": (headers(Content_Length="0\r\n\r\n" + EVIL), "SMUGGLED"),
    "a-length-that-is-too-short": (headers(Content_Length="0"), EVIL),
    "a-length-that-is-too-long": (headers(Content_Length="100"), "fine"),
    "chunks": (headers(Transfer_Encoding="chunked"), "0\r\n\r\nfine"),
    "chunks-and-a-length": (headers(Transfer_Encoding="chunked", Content_Length="4"), "fine"),
    "headers-of-the-connection": (headers(Connection="x-gone", X_Gone="SMUGGLED", Keep_Alive="SMUGGLED"), "fine"),
    "an-upgrade": (headers(Upgrade="SMUGGLED", Connection="upgrade"), "fine"),
    "a-trailer": (headers(Trailer="SMUGGLED", TE="SMUGGLED", Proxy_Connection="SMUGGLED"), "fine"),
    "status-100": ({"status": 100, "headers": {}}, "SMUGGLED"),
    "status-101": ({"status": 101, "headers": {}}, "SMUGGLED"),
    "status-0": ({"status": 0, "headers": {}}, "SMUGGLED"),
    "status-1000": ({"status": 1000, "headers": {}}, "SMUGGLED"),
    "a-status-in-words": ({"status": "200 OK\r\nX-Evil: SMUGGLED", "headers": {}}, ""),
    "a-body-with-204": ({"status": 204, "headers": {}}, EVIL),
    "a-body-with-304": ({"status": 304, "headers": {}}, EVIL),
    "no-json": ("SMUGGLED", ""),
    "half-a-head": ('{"status": 200, "headers": {"x": "SMUGGLED', ""),
    "http-instead": (EVIL, ""),
}


def main():
    gateway = socket.socket(socket.AF_UNIX)
    gateway.connect(os.environ["BIGHAMMER_SOCKET"].removeprefix("unix:"))

    def send(kind, flags, stream, arg, payload):
        gateway.sendall(struct.pack(">BBBBIII", 0xB1, kind, flags, 0, stream, len(payload), arg) + payload)

    def read(count):
        data = b""
        while len(data) < count:
            more = gateway.recv(count - len(data))
            if not more:
                raise SystemExit
            data += more
        return data

    hello = {"proto": [1, 1], "service": os.environ["BIGHAMMER_SERVICE"], "instance": int(os.environ["BIGHAMMER_INSTANCE"]),
             "generation": int(os.environ["BIGHAMMER_GENERATION"]), "pid": os.getpid(), "token": os.environ["BIGHAMMER_TOKEN"],
             "lang": "none", "max_streams": 1, "max_frame": 1 << 20, "window": 0}
    send(HELLO, 0, 0, 0, json.dumps(hello).encode())
    while True:
        _, kind, flags, _, stream, length, arg = struct.unpack(">BBBBIII", read(16))
        payload = read(length)
        if kind == PING:
            send(PONG, 0, stream, arg, payload)
        elif kind == REQ:
            name = json.loads(payload[:arg])["path"].removeprefix("/broken/")
            if name == "names":
                head, body = {"status": 200}, "\n".join(ANSWERS)
            else:
                head, body = ANSWERS[name]
            head = (head if isinstance(head, str) else json.dumps(head)).encode()
            send(RESP, END, stream, len(head), head + body.encode())


main()

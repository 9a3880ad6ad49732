"""Does what tests/conformance/README.md says, for the cases that are the same in every language."""

import sys

from bighammer import Refused

VALUES = {
    "/envelope": {"status": 201, "data": {"text": "你好/“x”<&>"}},
    "/message": {"status": 200, "message": "fine"},
    "/raw": {"status": 418, "headers": {"X-Kind": ["a", "b"], "Content-Type": "text/html"}, "body": "<p>"},
    "/binary": {
        "status": 200,
        "headers": {"Content-Type": "application/octet-stream"},
        "body": b"\x00\xff\x80\xc3\x28\n",
    },
    "/string": "plain",
    "/null": None,
    "/list": [1, 2.5, "three"],
    "/extra": {"status": 200, "other": 1},
    "/number": 42,
    "/no-content": {"status": 204, "headers": {"X-Kind": "empty"}, "body": "dropped"},
    "/unencodable": {"status": 200, "data": object()},
    "/status": {"status": 42},
    "/large": "0123456789" * 30000,
    "/ignore": "not read",
}
FIELDS = ("id", "method", "path", "query", "headers", "params", "client", "door", "handler")


class Conformance:
    def handle(self, request):
        path = request["path"]
        if path in VALUES:
            return VALUES[path]
        name = path.lstrip("/")
        return getattr(self, "_on_" + name)(request) if hasattr(self, "_on_" + name) else {"status": 404}

    def other(self, request):
        return "other " + request.header("X-Who", "nobody")

    def _hidden(self, request):
        return "never"

    def _on_echo(self, request):
        data = {name: request[name] for name in FIELDS}
        return {"status": 200, "data": dict(data, body=request.body.decode(), json=request.json)}

    def _on_throw(self, request):
        raise LookupError("told to the log only")

    def _on_print(self, request):
        print("a stray line\nand another")
        print("a complaint", file=sys.stderr)
        return "printed"

    def _on_generate(self, request):
        for _ in range(int(request.query["pieces"])):
            yield "x" * int(request.query["size"])

    def _on_endless(self, request):
        try:
            while True:
                yield b"x" * 1000
        finally:
            print("released")

    def _on_break(self, request):
        yield "begun"
        raise LookupError("in the middle")

    def _on_count(self, request):
        return {"bytes": sum(len(piece) for piece in request.stream())}

    def _on_stream(self, request):
        return request.stream()

    def _on_load(self, request):
        import loaded_late

        return loaded_late.ANSWER

    def _on_event(self, request):
        data = {name: request[name] for name in ("event", "connection", "binary", "code")}
        return {"status": 200, "data": dict(data, body=request.body.decode())}

    def _on_call(self, request):
        try:
            answer = request.call(*call_of(request), body=request.body, **options_of(request))
        except Refused as refusal:
            return {"status": 503, "message": f"refused: {refusal}"}
        return result_of(answer)


def call_of(request):
    return request.query["service"], "/there"


def options_of(request):
    headers = {"X-A": request.headers["x-a"]} if "x-a" in request.headers else {}
    return {"method": request.method, "query": {"q": "1"}, "headers": headers}


def result_of(answer):
    body = answer.body.decode()
    data = {"status": answer.status, "kind": answer.header("X-Kind"), "length": len(body)}
    return {"status": 200, "data": dict(data, body=body if len(body) <= 1000 else None)}

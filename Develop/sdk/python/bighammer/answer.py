"""What a handler returned, made ready to be sent."""

import inspect
import json
import sys
from http import HTTPStatus

from .frame import CHUNK

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
BINARY = "application/octet-stream"

_ENVELOPE = frozenset(("status", "message", "data"))
_RAW = frozenset(("status", "headers", "body"))
#: Later versions of RFC 9110 than the one that Python knows.
_REASONS = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_heads = {}
_warned = False


def to_json(value):
    return _encode(value).encode()


def reason(status):
    if status in _REASONS:
        return _REASONS[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _warn_of_shape(value):
    """Once: it may be meant."""
    global _warned
    if not _warned:
        _warned = True
        print(
            f"Warning: a handler returned {', '.join(map(str, value))}, which is sent as data of a 200. An envelope has an"
            " integer status, message and data and nothing else; raw HTTP has status, headers and body.",
            file=sys.stderr,
        )


def no_such_method(name, names):
    """The client learns no more than that; the log says which, and what there is."""
    print(f"404: the service has no public method {name}; it has {', '.join(names)}", file=sys.stderr)
    return Answer.envelope(404)


class Answer:
    """A status, headers, and a body that is bytes or comes in pieces: from a generator, plain or asynchronous."""

    __slots__ = ("status", "head", "body", "_headers")

    def __init__(self, status, headers, body):
        if not 200 <= status <= 599:
            raise ValueError(f"a status is between 200 and 599, not {status}")
        self.status = status
        self._headers = headers
        self.head = to_json({"status": status, "headers": headers})
        self.body = b"" if status in (204, 304) else body

    @classmethod
    def of(cls, value):
        """What a handler's return value means; the same in every language."""
        if value is None:
            return cls(204, {}, b"")
        kind = type(value)
        if kind is dict:
            status = value.get("status")
            if type(status) is int:
                if value.keys() <= _ENVELOPE:
                    return cls.envelope(status, value.get("message"), value.get("data"))
                if value.keys() <= _RAW:
                    return cls(status, header_lines(value.get("headers")), _raw(value.get("body", b"")))
            if "status" in value:
                _warn_of_shape(value)
            return cls.envelope(200, None, value)
        if kind is str:
            return cls._plain(200, TEXT, value.encode())
        if kind is bytes:
            return cls._plain(200, BINARY, value)
        if kind is Answer:
            return value
        if comes_in_pieces(value):
            return cls._plain(200, BINARY, _raw(value))
        return cls.envelope(200, None, value)

    @classmethod
    def envelope(cls, status, message=None, data=None):
        if message is None:
            message = reason(status)
        body = to_json({"status": status, "message": message, "data": data})
        return cls._plain(status, JSON, body)

    @classmethod
    def _plain(cls, status, content_type, body):
        """An answer with no header but its type: those few heads are made once."""
        answer = cls.__new__(cls)
        head = _heads.get((status, content_type))
        if head is None:
            answer.__init__(status, {"content-type": content_type}, body)
            _heads[status, content_type] = answer.head
            return answer
        answer.status = status
        answer._headers = {"content-type": content_type}
        answer.head = head
        answer.body = b"" if status in (204, 304) else body
        return answer

    def without_body(self):
        """The same for HEAD: it says how long the body would be, if that is known."""
        headers = dict(self._headers)
        if type(self.body) is bytes and self.status != 204:
            headers.setdefault("content-length", str(len(self.body)))
        return Answer(self.status, headers, b"")


def comes_in_pieces(value):
    return inspect.isgenerator(value) or inspect.isasyncgen(value) or callable(getattr(value, "read", None))


def piece_bytes(piece):
    """A piece of a body as bytes."""
    if isinstance(piece, str):
        return piece.encode()
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise TypeError(f"a generator of a body yields str or bytes, not {type(piece).__name__}")


def header_lines(headers):
    """As a head has them: names in lower case, a value or a list of values."""
    return {
        str(name).lower(): [str(each) for each in value] if isinstance(value, (list, tuple)) else str(value)
        for name, value in (headers or {}).items()
    }


def _raw(body):
    if body is None:
        return b""
    if isinstance(body, (str, bytes, bytearray, memoryview)):
        return piece_bytes(body)
    if callable(getattr(body, "read", None)):
        return _pieces_of_file(body)
    if comes_in_pieces(body):
        return body
    raise TypeError(
        f"'body' is str, bytes, a generator of them or an open file, not {type(body).__name__}; JSON goes into 'data'"
    )


def _pieces_of_file(file):
    with file:
        while True:
            piece = file.read(CHUNK)
            if not piece:
                return
            yield piece

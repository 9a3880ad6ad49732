"""Frames of the worker protocol BHP/1: sixteen bytes, big-endian, then the payload."""

import json
import struct

from .errors import Disconnected

MAGIC = 0xB1
HEADER = 16
MAX_PAYLOAD = 1 << 20
MAX_HEAD = 64 << 10
#: Bodies are cut into pieces of this size.
CHUNK = 64 << 10

HELLO, REQ, RESP, DATA, MSG, CANCEL, WINDOW, PING, PONG, DRAIN, EVENT = range(1, 12)

END = 0x01
TEXT = 0x02
MORE = 0x04
UPGRADE = 0x08
ONEWAY = 0x10
OPTIONAL = 0x40

ERROR_INTERNAL = 2
ERROR_CANCELLED = 4

_header = struct.Struct(">BBBBIII")
_pack = _header.pack
_unpack = _header.unpack_from
# Of the four steps of json.loads the one that reads; the gateway writes nothing around its objects.
_decode = json.JSONDecoder().raw_decode


def frame(type, flags, stream, arg, payload=b""):
    return _pack(MAGIC, type, flags, 0, stream, len(payload), arg) + payload


def with_head(type, flags, stream, head, body=b""):
    """A frame whose payload begins with a head of JSON."""
    return _pack(MAGIC, type, flags, 0, stream, len(head) + len(body), len(head)) + head + body


def head_of(payload, length):
    """The JSON at the front of a payload."""
    return _decode(payload[:length].decode())[0]


class FrameReader:
    """Takes frames out of bytes that come in whatever pieces."""

    def __init__(self):
        self._parts = []
        self._length = 0
        self._needed = HEADER

    def feed(self, data):
        """The frames that are whole now, as tuples of type, flags, stream, arg and payload."""
        self._parts.append(data)
        self._length += len(data)
        if self._length < self._needed:
            return []
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        frames = []
        at, end = 0, len(data)
        self._needed = HEADER
        while end - at >= HEADER:
            magic, type, flags, codec, stream, length, arg = _unpack(data, at)
            if magic != MAGIC or length > MAX_PAYLOAD or type not in _KNOWN or codec:
                _check_rest(magic, type, flags, codec, length)
            elif type == REQ and stream and arg <= length and arg <= MAX_HEAD:
                pass  # by far the most frequent one
            else:
                _check_head(type, stream, length, arg)
            after = at + HEADER + length
            if after > end:
                self._needed = HEADER + length
                break
            frames.append((type, flags, stream, arg, data[at + HEADER : after]))
            at = after
        self._parts = [data[at:]] if at < end else []
        self._length = end - at
        return frames


_KNOWN = frozenset(range(HELLO, EVENT + 1))
_WITH_BODY = frozenset((REQ, RESP, DATA, MSG))


def _check_rest(magic, type, flags, codec, length):
    if magic != MAGIC:
        raise Disconnected("what came from the gateway is not a frame of BHP/1")
    if length > MAX_PAYLOAD:
        raise Disconnected(f"a frame of {length} bytes is longer than {MAX_PAYLOAD}")
    if type not in _KNOWN:
        if not flags & OPTIONAL:
            raise Disconnected(f"the gateway sent a frame of the unknown type {type}")
    elif codec:
        raise Disconnected(f"the gateway sent a head in the unknown codec {codec}")


def _check_head(type, stream, length, arg):
    if type in _WITH_BODY:
        head = arg if type == REQ or type == RESP else 0
        wrong = head > length or head > MAX_HEAD or stream == 0
    else:
        head, wrong = length, length > MAX_HEAD
    if wrong:
        raise Disconnected(
            f"the gateway sent a frame of type {type} that is not right: stream {stream}, head {head}, length {length}"
        )

"""What a service prints, line by line, with the id of the request before each line: the log tells whose it is."""

import contextvars
import io
import sys
import threading
import traceback

_current = contextvars.ContextVar("bighammer_request", default=None)


class Tag:
    """The request that is worked on, and what its tasks and threads have printed of lines that are not at their end."""

    __slots__ = ("prefix", "begun")

    def __init__(self, request_id):
        self.prefix = f"[{request_id}] "
        self.begun = None


def begin(request_id):
    """From now on, what this context prints belongs to the request. Other tasks and threads have contexts of their own."""
    tag = Tag(request_id)
    _current.set(tag)
    return tag


def end(tag):
    """Writes out the lines that were not ended."""
    if tag.begun:
        for (stream, _, _), text in tag.begun.items():
            stream.line(tag.prefix + text + "\n")
        tag.begun = None
    _current.set(None)


class TaggedStream(io.TextIOBase):
    """Stands for stdout or stderr. Lines leave whole, so that those of two requests do not mix."""

    def __init__(self, target):
        self._target = target

    def line(self, text):
        self._target.write(text)
        self._target.flush()

    def write(self, text):
        tag = _current.get()
        if tag is None:
            self.line(text)
            return len(text)
        if tag.begun is None:
            tag.begun = {}
        speaker = (self, threading.get_ident(), _task())
        whole, newline, rest = (tag.begun.pop(speaker, "") + text).rpartition("\n")
        if newline:
            self.line("".join(f"{tag.prefix}{line}\n" for line in whole.split("\n")))
        if rest:
            tag.begun[speaker] = rest
        return len(text)

    def writable(self):
        return True

    def flush(self):
        self._target.flush()

    def fileno(self):
        return self._target.fileno()

    def __getattr__(self, name):
        # Bytes that are written to its buffer go past the lines; a stream that is reconfigured is the real one.
        return getattr(self._target, name)

    @property
    def encoding(self):
        return self._target.encoding


def _task():
    """The task that speaks; a worker without asyncio is not made to load it."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio and asyncio.current_task()
    except RuntimeError:
        return None


def capture():
    for stream in (sys.stdout, sys.stderr):
        # The log is UTF-8, whatever the locale; what cannot be written must not end a request.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout, sys.stderr = TaggedStream(sys.stdout), TaggedStream(sys.stderr)


def complain(head):
    """Writes the exception that is being handled into the log."""
    what = f"{head.get('method', '')} {head.get('path', '')} failed:"
    sys.stderr.write(f"{what}\n{traceback.format_exc()}")

"""What workers of both profiles say of themselves."""

import json
import os
import platform
import sys

from .answer import to_json
from .errors import Disconnected
from .frame import EVENT, HELLO, MAX_PAYLOAD, ONEWAY, OPTIONAL, frame

LEAVE_SECONDS = 2


def hello(max_streams, window):
    """The HELLO frame. The token is good once; what the service starts itself has no use for it."""
    return frame(
        HELLO,
        0,
        0,
        0,
        to_json(
            {
                "proto": [1, 1],
                "service": os.environ.get("BIGHAMMER_SERVICE", ""),
                "instance": int(os.environ.get("BIGHAMMER_INSTANCE") or 0),
                "generation": int(os.environ.get("BIGHAMMER_GENERATION") or 0),
                "pid": os.getpid(),
                "token": os.environ.pop("BIGHAMMER_TOKEN", ""),
                "lang": "python " + platform.python_version(),
                "sdk": "1",
                "max_streams": max_streams,
                "max_frame": MAX_PAYLOAD,
                "window": window,
            }
        ),
    )


def window_of(type, payload):
    """The credit in the gateway's answer to HELLO."""
    if type != HELLO:
        reason = payload.decode(errors="replace") or "it did not say HELLO"
        raise Disconnected(f"the gateway refuses this worker: {reason}")
    return int(json.loads(payload).get("window", 0))


def address():
    """The workers' door: a path, or host and port."""
    text = os.environ["BIGHAMMER_SOCKET"]
    if not text.startswith("tcp://"):
        return text
    host, _, port = text[len("tcp://") :].rpartition(":")
    return host.strip("[]"), int(port)


def pong(in_flight):
    return to_json({"rss": resident_bytes(), "in_flight": in_flight})


def resident_bytes():
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class LoadedFiles:
    """Tells the gateway which files of the project this worker runs, so that a change of one of them is noticed."""

    def __init__(self):
        self._home = os.getcwd() + os.sep
        self._modules = 0
        self._told = set()

    def news(self):
        """A frame with those that were loaded since the last time; None when there are none."""
        if len(sys.modules) == self._modules:
            return None
        self._modules = len(sys.modules)
        files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        new = sorted(file for file in files - self._told if file and self._is_ours(file))
        if not new:
            return None
        self._told.update(new)
        return frame(EVENT, ONEWAY | OPTIONAL, 0, 0, to_json({"files": new}))

    def _is_ours(self, file):
        return file.startswith(self._home) and "site-packages" not in file and "dist-packages" not in file

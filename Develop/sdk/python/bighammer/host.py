"""Loads a service and answers the gateway's requests with it for as long as the connection lasts."""

import os
import sys
import traceback

from . import loader, output
from .errors import Disconnected, NoService


def main(arguments):
    """Gives back the exit code of the process."""
    if len(arguments) != 1:
        print("usage: python3 host.py /path/of/service.py", file=sys.stderr)
        return 2
    output.capture()
    try:
        # Before HELLO, so that a service that does not load is never given a request.
        service = loader.load(arguments[0])
    except NoService as failure:
        print(failure, file=sys.stderr)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    if "BIGHAMMER_SOCKET" not in os.environ:
        print(f"{arguments[0]} is a service: it loads, and serves when the gateway starts it.")
        return 0
    return serve(service)


def serve(service):
    try:
        if service.is_async:
            from . import multiplexing

            multiplexing.serve(service)
        else:
            from . import synchronous

            synchronous.serve(service)
        return 0
    except KeyboardInterrupt:
        return 1
    except Disconnected as end:
        print(end, file=sys.stderr)
        return 1

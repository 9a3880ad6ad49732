"""What may go wrong between a worker and the gateway."""


class Disconnected(BaseException):
    """The connection to the gateway is over, and with it the worker. No ``except Exception`` of a service stops it."""


class Cancelled(BaseException):
    """Nobody waits for the answer any more. A plain handler gets it where it reads, yields or calls."""


class NoService(Exception):
    """A file is no service; the message says what to change."""


class Refused(Exception):
    """Another service was not called: there is none of that name, it would be a cycle, or it has no room."""

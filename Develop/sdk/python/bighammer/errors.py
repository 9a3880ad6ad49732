"""What may go wrong between a worker and the gateway."""


class Disconnected(BaseException):
    """The connection to the gateway is over, and with it the worker. No ``except Exception`` of a service stops it."""


class Cancelled(BaseException):
    """Nobody waits for the answer any more. A plain handler gets it where it reads, yields or calls."""


class NoService(Exception):
    """A file is no service; the message says what to change."""


class CallFailed(Exception):
    """A call of another service came to no answer; the message says why."""


class Refused(CallFailed):
    """The other service has not begun with the call: there is none of that name, it would be a cycle, or it has no room."""


class ConnectionClosed(ConnectionError):
    """There is nobody to send messages to: the client has gone, or the connection goes on in another worker."""


#: The error codes that say that nothing was begun.
_NOT_BEGUN = frozenset((3, 8, 11))


def call_failure(error, payload):
    """What a CANCEL on the stream of a call means."""
    reason = payload.decode(errors="replace") or f"the gateway broke the call off, error {error}"
    return Refused(reason) if error in _NOT_BEGUN else CallFailed(reason)

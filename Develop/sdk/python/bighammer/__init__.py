"""BigHammer's SDK for services in Python. A service needs none of it: it is a file with a class that has a handle(request)."""

from .answer import Answer
from .calls import call
from .errors import CallFailed, Cancelled, ConnectionClosed, Refused
from .messages import Messages
from .request import AsyncRequest, Request
from .service_answer import ServiceAnswer

__all__ = [
    "Answer",
    "AsyncRequest",
    "CallFailed",
    "Cancelled",
    "ConnectionClosed",
    "Messages",
    "Refused",
    "Request",
    "ServiceAnswer",
    "call",
]

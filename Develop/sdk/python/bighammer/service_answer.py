"""The answer of another service."""

from .request import read_json


class ServiceAnswer:
    """What another service answered. A service that failed has answered, too: with 502, 503 or 504."""

    __slots__ = ("status", "headers", "body")

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The body read as JSON; None when it is none."""
        return read_json(self.body)

    def header(self, name, default=None):
        """The value of a header, whatever the case of the name; several values are joined by a comma."""
        value = self.headers.get(name.lower(), default)
        return ", ".join(value) if isinstance(value, list) else value

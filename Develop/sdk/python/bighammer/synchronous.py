"""A worker that takes one request at a time: for plain functions. The socket is the back-pressure."""

import time

from . import worker
from .connection import Connection
from .exchange import Exchange
from .frame import CANCEL, DATA, DRAIN, PING, PONG, REQ, frame


def serve(service):
    connection = Connection(worker.address())
    host = Host(connection, service)
    connection.on_signal(host.stop)
    host.hello()
    host.serve()


class Host:
    """Answers requests with the service, one after another."""

    def __init__(self, connection, service):
        self.connection = connection
        self._service = service
        self._exchange = None
        self._last = 0
        self._draining = False
        self._gateway_knows = False
        self._files = worker.LoadedFiles()
        self._last_call = 0

    def stop(self):
        self._draining = True

    def hello(self):
        self.connection.write(worker.hello(1, 0))
        answer = None
        while answer is None:
            answer = self.connection.read()
        worker.window_of(answer[0], answer[4])
        self._tell_files()

    def serve(self):
        """Returns when the gateway has said DRAIN or the process was sent SIGTERM, and what ran is finished."""
        while not self._draining or self._busy():
            received = self.connection.read()
            if received is None:
                continue
            if received[0] == REQ:
                self._last = received[2]
                self._exchange = Exchange(self, received)
                self._exchange.run(self._service)
                self._tell_files()
            else:
                self.hear(received)
        self._leave()

    def _busy(self):
        return self._exchange is not None and not self._exchange.closed

    def _tell_files(self):
        news = self._files.news()
        if news is not None:
            self.connection.write(news)

    def _leave(self):
        """Says which request was the last, and closes when the gateway has heard it: it may be sending the next one."""
        self.connection.write(frame(DRAIN, 0, 0, self._last))
        give_up = time.monotonic() + worker.LEAVE_SECONDS
        while not self._gateway_knows and time.monotonic() < give_up:
            received = self.connection.read(give_up - time.monotonic())
            self._gateway_knows = received is not None and received[0] == DRAIN
        self.connection.close()

    def hear(self, received):
        """Deals with a frame that is no new request, between two requests or in the middle of one."""
        type, _, stream, arg, _ = received
        if type == PING:
            self.connection.write(frame(PONG, 0, 0, arg, worker.pong(int(self._busy()))))
        elif type == DRAIN:
            self._draining = self._gateway_knows = True
        elif self._exchange is not None and stream == self._exchange.stream and (type == DATA or type == CANCEL):
            self._exchange.hear(received)

    def next_call(self):
        self._last_call += 2
        return self._last_call

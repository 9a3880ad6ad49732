"""What is asked of a contestant, and the programs that ask: each makes one load for some seconds and prints its figures as JSON."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Tuple

from processes import Failure, ask

HERE = Path(__file__).resolve().parent
PATIENCE = 30  # seconds beyond its time after which a program that makes load has hung

PATH = "/api/hello"
# Host, which wrk adds, makes it eleven.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.7,zh-CN;q=0.3",
    "Accept-Encoding": "gzip, deflate, br",
    "Referer": "http://localhost/shop/orders",
    "Cookie": "session=5f2c1b7e9a0d4c38; theme=dark",
    "Cache-Control": "no-cache",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
}
ANSWER = {"status": 200, "message": "OK", "data": {"service": "hello", "text": "A small answer, about a hundred bytes"}}


def is_small_answer(body):
    """Whether it is the one that all contestants give to PATH."""
    return _json(body) == ANSWER


def is_filled(count):
    """A check that the body is so many bytes, all of them an x."""
    return lambda body: body == b"x" * count


def tells_bytes(count):
    """A check that the body says how many bytes were uploaded."""
    return lambda body: _json(body) == {"status": 200, "message": "OK", "data": {"bytes": count}}


@dataclass(frozen=True)
class WrkLoad:
    """The same request again and again on some connections, or those that a script of wrk makes."""

    connections: int
    path: str = PATH
    is_right: Callable = is_small_answer  # takes the body of an answer
    body_bytes: int = 0  # of a POST; none is a GET
    headers: Tuple[Tuple[str, str], ...] = ()  # besides those that each request has
    script: str = "wrk.lua"
    arguments: Tuple[str, ...] = ()  # of the script
    unit = "requests"

    def check(self, running):
        """Asks once; a wrong answer is a failure."""
        body = b"x" * self.body_bytes if self.body_bytes else None
        status, answer = ask(running.port, self.path, self._all_headers(), body, running.secure)
        if status != 200:
            raise Failure(f"{self.path} was answered with {status or 'nothing'} and not with 200: {answer[:200]!r}")
        if not self.is_right(answer):
            raise Failure(f"the answer to {self.path} is not the one that all give: {answer[:200]!r}")

    def run(self, running, seconds):
        """The figures that wrk.lua prints."""
        command = ["wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", "-s", str(HERE / self.script)]
        for name, value in self._all_headers().items():
            command += ["-H", f"{name}: {value}"]
        command.append(f"{'https' if running.secure else 'http'}://127.0.0.1:{running.port}{self.path}")
        arguments = self.arguments or ((str(self.body_bytes),) if self.body_bytes else ())
        return _figures(command + (["--", *arguments] if arguments else []), seconds)

    def _all_headers(self):
        return {**HEADERS, **dict(self.headers)}


@dataclass(frozen=True)
class WebSocketLoad:
    """The same message again and again on some WebSockets, each time when its echo is back. The client checks each echo."""

    connections: int
    path: str
    message_bytes: int
    unit = "messages"

    def check(self, running):
        figures = self.run(running, 1)
        if figures["requests"] == 0 or figures["bad_status"]:
            raise Failure(f"{self.path} did not send messages back as they were: {figures}")

    def run(self, running, seconds):
        client = [sys.executable, str(HERE / "websocket_client.py"), str(running.port), self.path]
        amounts = [str(self.connections), str(self.message_bytes), str(seconds)]
        return _figures(client + amounts, seconds)


def _figures(command, seconds):
    """What the last line says that the program writes."""
    name = Path(command[1] if command[0] == sys.executable else command[0]).name
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + PATIENCE)
    except subprocess.TimeoutExpired:
        raise Failure(f"{name} did not end within {seconds + PATIENCE} s") from None
    if done.returncode != 0:
        raise Failure(f"{name} ended with code {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _json(body):
    try:
        return json.loads(body)
    except ValueError:
        return None

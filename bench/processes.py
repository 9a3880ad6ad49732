"""Programs that run in a temporary folder and are ended by their pid, whatever happens."""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

START_TIMEOUT = 60
STOP_TIMEOUT = 20


class Failure(Exception):
    """A program that did not do what it is here for; the message says which and what it wrote."""


class Program:
    """One started program, in a session of its own so that Ctrl-C reaches it through us only."""

    def __init__(self, command, folder, name, environment=None):
        self.name = name
        self.log = Path(folder) / f"{name}.log"
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self):
        return self._process.pid

    @property
    def ended(self):
        return self._process.poll() is not None

    def stop(self):
        if self.ended:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self):
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return f"{self.name} wrote:\n    " + "\n    ".join(lines[-10:]) if lines else f"{self.name} wrote nothing."


class Stage:
    """A contestant's own folder and the programs that it has started there; closing it ends them, the last one first."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        self._programs = []

    def run(self, name, command, folder=None, environment=None):
        program = Program(command, folder or self.folder, name, environment)
        self._programs.append(program)
        return program

    def await_that(self, is_ready, what):
        """Until it is so; a program that ends before that, or the time limit, is a failure."""
        deadline = time.monotonic() + START_TIMEOUT
        while not is_ready():
            for program in self._programs:
                if program.ended:
                    raise Failure(f"{program.name} ended before {what}. {program.last_words()}")
            if time.monotonic() > deadline:
                words = "\n".join(program.last_words() for program in self._programs)
                raise Failure(f"{what} did not happen within {START_TIMEOUT} s. {words}")
            time.sleep(0.05)

    def close(self):
        while self._programs:
            self._programs.pop().stop()


def find(*names):
    """The first of these programs that is installed, or None. Servers often live where only root's PATH leads."""
    path = os.pathsep.join(program_folders())
    return next((found for found in (shutil.which(name, path=path) for name in names) if found), None)


def program_folders():
    return [*os.environ.get("PATH", os.defpath).split(os.pathsep), "/usr/sbin", "/usr/local/sbin"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def accepts(unix_socket):
    """Whether somebody listens on that socket."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(unix_socket))
            return True
        except OSError:
            return False


def listens(port):
    """Whether somebody accepts connections on that port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def ask(port, path, headers=None, body=None, secure=False):
    """The status and the body of one request, a POST if it has a body itself, or (None, b"") when nobody answers."""
    connection = _connection(port, secure)
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None, b""
    finally:
        connection.close()


def _connection(port, secure):
    if not secure:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=trusting)

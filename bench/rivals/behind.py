"""What answers behind the proxies: php-fpm, Node and uvicorn, each on a Unix socket."""

import functools
import os
import subprocess
from pathlib import Path

from processes import accepts, find, free_port, listens, program_folders
from rivals import SERVICES, account

PHP_FPM = """
[global]
error_log = {folder}/php-fpm-error.log
daemonize = no
[hello]
{user}
listen = {socket}
listen.backlog = 4096
pm = static
pm.max_children = {workers}
"""


def start_php_fpm(stage, workers):
    """Returns the process and its socket."""
    socket = stage.folder / "php-fpm.sock"
    config = stage.folder / "php-fpm.conf"
    user = f"user = {account.user()}\ngroup = {account.group()}" if account.is_root() else ""
    config.write_text(PHP_FPM.format(folder=stage.folder, socket=socket, workers=workers, user=user))
    as_root = ["-R"] if account.is_root() else []
    command = [find_php_fpm(), "-d", "opcache.enable=1", "--nodaemonize", "--fpm-config", config, *as_root]
    program = stage.run("php-fpm", command)
    stage.await_that(lambda: accepts(socket), "php-fpm listened on its socket")
    return program, socket


def start_node(stage):
    """Returns the process and its socket."""
    socket = stage.folder / "node.sock"
    program = _run_node(stage, socket)
    stage.await_that(lambda: accepts(socket), "Node listened on its socket")
    return program, socket


def start_node_on_port(stage):
    """For a proxy that knows no Unix sockets. Returns the process and its port."""
    port = free_port()
    program = _run_node(stage, port)
    stage.await_that(lambda: listens(port), "Node listened on its port")
    return program, port


def start_uvicorn(stage):
    """Returns the process and its socket."""
    socket = stage.folder / "uvicorn.sock"
    # It neither logs requests nor looks for the client behind the proxy, and leaves the connections to the proxy.
    program = stage.run("uvicorn", [
        find_python(), "-m", "uvicorn", "hello:application", "--app-dir", SERVICES, "--uds", socket,
        "--loop", "uvloop", "--http", "httptools", "--interface", "asgi3", "--lifespan", "off", "--ws", "none",
        "--no-access-log", "--log-level", "warning", "--no-proxy-headers", "--timeout-keep-alive", "3600",
    ])
    stage.await_that(lambda: accepts(socket), "uvicorn listened on its socket")
    return program, socket


def find_php_fpm():
    """Debian puts its version into the name."""
    versions = {file.name for folder in program_folders() for file in Path(folder).glob("php-fpm[0-9]*")}
    return find("php-fpm", *sorted(versions, reverse=True))


@functools.lru_cache(maxsize=None)
def find_python():
    """The first Python on the PATH that has uvicorn, uvloop and httptools, or None. Debian's may stand behind another."""
    for folder in program_folders():
        python = Path(folder, "python3")
        if os.access(python, os.X_OK):
            asked = "import sys, uvicorn, uvloop, httptools; print(sys.executable)"
            done = subprocess.run([python, "-c", asked], capture_output=True, text=True)
            if done.returncode == 0:
                return done.stdout.strip()
    return None


def _run_node(stage, address):
    return stage.run("node", [find("node", "nodejs"), SERVICES / "hello.js", address])

"""Who takes part. A further one is an entry of CONTESTANTS."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Tuple

import bighammer
import rivals
from measure import Part
from processes import find


@dataclass(frozen=True)
class Ground:
    """What all contestants stand on: the gateway's build, and the JDK, when there is one, for all that is Java."""

    build: bighammer.Build
    java_home: Optional[str]


@dataclass(frozen=True)
class Running:
    """A started contestant: where it answers, and whose CPU and memory count as what."""

    port: int
    gateway: Tuple[Part, ...]
    workers: Tuple[Part, ...] = ()


@dataclass(frozen=True)
class Contestant:
    name: str
    title: str
    needs: Tuple[Callable, ...]  # each takes the Ground and returns what is missing, or None
    start: Callable  # takes a Stage and the Ground, returns Running
    rivals: Tuple[str, ...] = ()  # whom its requests are compared with

    def missing(self, ground):
        return [lack for lack in (need(ground) for need in self.needs) if lack]


def find_java_home():
    """JAVA_HOME, else the home of the javac on the PATH, else None."""
    home = os.environ.get("JAVA_HOME")
    if home and Path(home, "bin", "javac").exists():
        return home
    javac = find("javac")
    return str(Path(javac).resolve().parent.parent) if javac else None


def _program(package, *names):
    return lambda ground: None if find(*names) else f"{names[0]} (apt-get install {package})"


def _shipped(path):
    return lambda ground: None if ground.build.has(path) else f"{path}, which {ground.build.archive.name} does not have"


def _jdk(ground):
    return None if ground.java_home else "javac (apt-get install openjdk-17-jdk-headless)"


def _php_fpm(ground):
    program = rivals.find_php_fpm()
    if not program:
        return "php-fpm (apt-get install php-fpm)"
    modules = subprocess.run([program, "-m"], capture_output=True, text=True).stdout
    return None if "Zend OPcache" in modules else "PHP's opcache (apt-get install php-opcache)"


_php = _program("php-cli", "php")
_node = _program("nodejs", "node", "nodejs")
_python = _program("python3", "python3")
_nginx = _program("nginx-light", "nginx")


def _bighammer(program, instances=1):
    def start(stage, ground):
        gateway, port = bighammer.start(stage, ground.build, ground.java_home, program, instances)
        return Running(port, (Part.alone(gateway.pid),), (Part.below_of(gateway.pid),))

    return start


def _nginx_php(keep):
    def start(stage, ground):
        fpm, socket = rivals.start_php_fpm(stage, workers=2)
        nginx, port = rivals.start_nginx_for_php(stage, socket, keep, workers=2)
        return Running(port, (Part.tree(nginx.pid),), (Part.tree(fpm.pid),))

    return start


def _nginx_node(stage, ground):
    node, socket = rivals.start_node(stage)
    nginx, port = rivals.start_nginx_for_http(stage, socket)
    return Running(port, (Part.tree(nginx.pid),), (Part.tree(node.pid),))


def _bare_jetty(stage, ground):
    jetty, port = rivals.start_bare_jetty(stage, ground.build, ground.java_home)
    return Running(port, (Part.alone(jetty.pid),))


FLOOR = "jetty"  # whose CPU the gateways' is compared with

CONTESTANTS = (
    Contestant(
        "bighammer-php",
        "BigHammer → PHP ×2",
        (_php,),
        _bighammer("hello.php", 2),
        ("nginx-php", "nginx-php-keep"),
    ),
    Contestant("nginx-php", "nginx → php-fpm ×2", (_nginx, _php_fpm), _nginx_php(keep=False)),
    Contestant("nginx-php-keep", "nginx → php-fpm ×2, keep_conn", (_nginx, _php_fpm), _nginx_php(keep=True)),
    Contestant(
        "bighammer-node",
        "BigHammer → Node",
        (_node, _shipped("Develop/sdk/node")),
        _bighammer("hello.js"),
        ("nginx-node",),
    ),
    Contestant("nginx-node", "nginx → Node over HTTP", (_nginx, _node), _nginx_node),
    Contestant(
        "bighammer-python", "BigHammer → Python", (_python, _shipped("Develop/sdk/python")), _bighammer("hello.py")
    ),
    Contestant(FLOOR, "bare Jetty", (_jdk,), _bare_jetty),
)

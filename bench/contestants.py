"""Who takes part. A further one is an entry of CONTESTANTS."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Tuple

import bighammer
from measure import Part
from processes import find
from rivals import behind, caddy, haproxy, java, nginx


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
    secure: bool = False  # whether it speaks TLS
    home: Optional[Path] = None  # of a BigHammer: where its configuration is


@dataclass(frozen=True)
class Contestant:
    name: str
    title: str
    needs: Tuple[Callable, ...]  # each takes the Ground and returns what is missing, or None
    start: Callable  # takes a Stage and the Ground, returns Running
    rivals: Tuple[str, ...] = ()  # whom its requests are compared with
    apart: bool = False  # whether it takes part only in cases that name it

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
    program = behind.find_php_fpm()
    if not program:
        return "php-fpm (apt-get install php-fpm)"
    modules = subprocess.run([program, "-m"], capture_output=True, text=True).stdout
    return None if "Zend OPcache" in modules else "PHP's opcache (apt-get install php-opcache)"


def _uvicorn(ground):
    packages = "python3-uvicorn python3-uvloop python3-httptools"
    return None if behind.find_python() else f"a Python with uvicorn, uvloop and httptools (apt-get install {packages})"


_php = _program("php-cli", "php")
_node = _program("nodejs", "node", "nodejs")
_python = _program("python3", "python3")
_go = _program("golang-go", "go")
_nginx = _program("nginx-light", "nginx")
_haproxy = _program("haproxy", "haproxy")
_caddy = _program("caddy", "caddy")
_mvn = _program("maven", "mvn")
_openssl = _program("openssl", "openssl")


def _bighammer(program, instances=1, environment=dict, secure=False):
    """environment: makes what the gateway's has besides."""

    def start(stage, ground):
        gateway, port = bighammer.start(stage, ground.build, ground.java_home, program, instances, environment(), secure)
        parts = (Part.alone(gateway.pid),), (Part.below_of(gateway.pid),)
        return Running(port, *parts, secure=secure, home=stage.folder / "home")

    return start


def _uvicorns_python():
    """Both run on the same Python."""
    python = behind.find_python()
    return {"PATH": os.pathsep.join([str(Path(python).parent), os.environ.get("PATH", os.defpath)])} if python else {}


def _bighammer_alone(stage, ground):
    gateway, port = bighammer.start_alone(stage, ground.build, ground.java_home)
    return Running(port, (Part.alone(gateway.pid),))


def _nginx_php(keep):
    def start(stage, ground):
        fpm, socket = behind.start_php_fpm(stage, workers=2)
        proxy, port = nginx.start_for_php(stage, socket, keep, workers=2)
        return _proxied(proxy, port, fpm)

    return start


def _caddy_php(stage, ground):
    fpm, socket = behind.start_php_fpm(stage, workers=2)
    return _proxied(*caddy.start(stage, socket), fpm)


def _nginx_node(secure=False):
    def start(stage, ground):
        node, socket = behind.start_node(stage)
        return _proxied(*nginx.start_for_http(stage, socket, secure), node, secure)

    return start


def _nginx_uvicorn(stage, ground):
    uvicorn, socket = behind.start_uvicorn(stage)
    return _proxied(*nginx.start_for_http(stage, socket), uvicorn)


def _haproxy_node(stage, ground):
    node, socket = behind.start_node(stage)
    return _proxied(*haproxy.start(stage, socket), node)


def _vertx_node(stage, ground):
    node, socket = behind.start_node(stage)
    return _proxied(*java.start_vertx(stage, ground.java_home, socket), node)


def _spring_node(stage, ground):
    node, node_port = behind.start_node_on_port(stage)
    return _proxied(*java.start_spring(stage, ground.java_home, node_port), node)


def _proxied(proxy, port, behind_it, secure=False):
    return Running(port, (Part.tree(proxy.pid),), (Part.tree(behind_it.pid),), secure)


def _bare_jetty(stage, ground):
    jetty, port = java.start_bare_jetty(stage, ground.build, ground.java_home)
    return Running(port, (Part.alone(jetty.pid),))


FLOOR = "jetty"  # whose CPU the gateways' is compared with

CONTESTANTS = (
    Contestant(
        "bighammer-php",
        "BigHammer → PHP ×2",
        (_php,),
        _bighammer("hello.php", 2),
        ("nginx-php", "nginx-php-keep", "caddy-php"),
    ),
    Contestant("nginx-php", "nginx → php-fpm ×2", (_nginx, _php_fpm), _nginx_php(keep=False)),
    Contestant("nginx-php-keep", "nginx → php-fpm ×2, keep_conn", (_nginx, _php_fpm), _nginx_php(keep=True)),
    Contestant("caddy-php", "Caddy → php-fpm ×2", (_caddy, _php_fpm), _caddy_php),
    Contestant(
        "bighammer-node",
        "BigHammer → Node",
        (_node, _shipped("Develop/sdk/node")),
        _bighammer("hello.js"),
        ("nginx-node", "haproxy-node", "vertx-node", "spring-node"),
    ),
    Contestant("nginx-node", "nginx → Node over HTTP", (_nginx, _node), _nginx_node()),
    Contestant("haproxy-node", "HAProxy → Node over HTTP", (_haproxy, _node), _haproxy_node),
    Contestant("vertx-node", "Vert.x proxy → Node over HTTP", (_jdk, _mvn, _node), _vertx_node),
    Contestant("spring-node", "Spring Cloud Gateway → Node over HTTP", (_jdk, _mvn, _node), _spring_node),
    Contestant(
        "bighammer-python",
        "BigHammer → Python",
        (_python, _shipped("Develop/sdk/python")),
        _bighammer("hello.py", environment=_uvicorns_python),
        ("nginx-uvicorn",),
    ),
    Contestant("nginx-uvicorn", "nginx → uvicorn with uvloop", (_nginx, _uvicorn), _nginx_uvicorn),
    Contestant("bighammer-go", "BigHammer → Go", (_go, _shipped("Develop/sdk/go")), _bighammer("hello")),
    Contestant("bighammer-self", "BigHammer by itself", (_jdk,), _bighammer_alone),
    Contestant(FLOOR, "bare Jetty", (_jdk,), _bare_jetty),
    # A gateway whose routes change has a process of its own, so that the others stay as they are.
    Contestant(
        "bighammer-routes",
        "BigHammer → Node, routes that change",
        (_node, _shipped("Develop/sdk/node")),
        _bighammer("hello.js"),
        apart=True,
    ),
    Contestant(
        "bighammer-node-tls",
        "BigHammer → Node, TLS",
        (_node, _openssl, _shipped("Develop/sdk/node")),
        _bighammer("hello.js", secure=True),
        ("nginx-node-tls",),
        apart=True,
    ),
    Contestant(
        "nginx-node-tls", "nginx → Node over HTTP, TLS", (_nginx, _node, _openssl), _nginx_node(secure=True), apart=True
    ),
)

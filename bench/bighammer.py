"""The gateway as it ships: the tar.gz unpacked, with the routes of the benchmark and a service of its own."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import certificate
import jdk
from load import PATH
from processes import Failure, find, free_port

CHECKOUT = Path(__file__).resolve().parent.parent
SERVICES = Path(__file__).resolve().parent / "services" / "bighammer"

GUARDED_PATH = "/api/guarded"
ECHO_PATH = "/api/echo"
API_KEY = ("X-API-Key", "a-key-of-the-benchmark")

# More than there are clients in any case: all get the answer of a worker, as they do behind the rivals.
QUEUE = 4096

ROUTES = (
    {"path": PATH, "method": "GET", "handler": "hello", "plugins": []},
    {"path": GUARDED_PATH, "method": "GET", "handler": "hello", "plugins": ["auth", "logger", "ratelimit"]},
    {"path": "/api/bytes/{count}", "method": "GET", "handler": "hello.bytes", "plugins": []},
    {"path": "/api/upload", "method": "POST", "handler": "hello.upload", "plugins": []},
    {"path": ECHO_PATH, "method": "WS", "handler": "hello.echo", "plugins": []},
)
ROUTES_ALONE = ({"path": PATH, "method": "GET", "plugins": ["hello"]},)
PLUGIN_SETTINGS = (
    {"name": "auth", "config": {"keys": {"benchmark": API_KEY[1]}}},
    {"name": "ratelimit", "config": {"rate": 10_000_000, "per": "1s"}},  # counts all, refuses none
)

# What bnd writes for a plugin that is built as docs/plugin.md says.
PLUGIN_COMPONENT = "OSGI-INF/hello.xml"
PLUGIN_MANIFEST = f"""Manifest-Version: 1.0
Bundle-ManifestVersion: 2
Bundle-SymbolicName: bench.hello
Bundle-Version: 1.0.0
Import-Package: io.bighammer.api;version="[1.0,2)"
Service-Component: {PLUGIN_COMPONENT}
"""
COMPONENT = """<?xml version="1.0" encoding="UTF-8"?>
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="hello">
  <property name="bighammer.plugin.name" type="String" value="hello"/>
  <property name="bighammer.non.blocking" type="Boolean" value="true"/>
  <service scope="prototype"><provide interface="io.bighammer.api.Plugin"/></service>
  <implementation class="hello.HelloPlugin"/>
</scr:component>
"""


class Build:
    """The tar.gz that is measured, unpacked once."""

    def __init__(self, archive, folder):
        self.archive = archive
        self.folder = Path(folder)
        self.folder.mkdir()
        subprocess.run(["tar", "-xzf", archive, "-C", self.folder, "--strip-components=1"], check=True)

    @staticmethod
    def newest_archive():
        """Of distribution/target; made by `duang.sh build` when there is none."""
        archive = _archive_in_checkout()
        if archive is None:
            print("There is no distribution/target/bighammer-*.tar.gz yet: ./duang.sh build", flush=True)
            if subprocess.run([CHECKOUT / "duang.sh", "build"]).returncode != 0:
                raise Failure("./duang.sh build failed; the lines above say why")
            archive = _archive_in_checkout()
        if archive is None:
            raise Failure("./duang.sh build made no distribution/target/bighammer-*.tar.gz")
        return archive

    def is_older_than_its_sources(self):
        made = self.archive.stat().st_mtime
        sources = (path for root in ("bundles", "distribution", "Develop") for path in _sources(CHECKOUT / root))
        return any(source.stat().st_mtime > made for source in sources)

    def has(self, path):
        return (self.folder / path).exists()

    def jars(self, *patterns):
        return [jar for pattern in patterns for jar in sorted(self.folder.glob(f"lib/{pattern}"))]

    def home_in(self, folder):
        """A home with everything but the jars, which all homes share."""
        home = Path(folder) / "home"
        shutil.copytree(self.folder, home, ignore=lambda parent, names: ["lib"] if Path(parent) == self.folder else [])
        (home / "lib").symlink_to(self.folder / "lib")
        return home


def start(stage, build, java_home, program, instances, environment=None, secure=False):
    """A gateway of its own for that program, which answers with so many workers. Returns the process and its port."""
    home = build.home_in(stage.folder)
    path = f"/Develop/{program}"
    if (SERVICES / program).is_dir():
        path = _built_with_go(home, program)
    else:
        shutil.copy(SERVICES / program, home / "Develop" / program)
    services = [{"name": "hello", "path": path, "enabled": True, "instances": instances, "queue": QUEUE}]
    files = {"plugins": {"plugins": PLUGIN_SETTINGS}, "router": {"routes": ROUTES}, "services": {"services": services}}
    return _run(stage, home, java_home, files, environment, secure)


def start_alone(stage, build, java_home):
    """A gateway of which a plugin answers, compiled here. Returns the process and its port."""
    home = build.home_in(stage.folder)
    classes = stage.folder / "classes"
    classes.mkdir()
    jdk.compile_source(java_home, SERVICES / "HelloPlugin.java", build.jars("4-bighammer/io.bighammer.api-*"), classes)
    jdk.write_jar(home / "plugins" / "hello.jar", PLUGIN_MANIFEST, classes, {PLUGIN_COMPONENT: COMPONENT})
    files = {"plugins": {"plugins": []}, "router": {"routes": ROUTES_ALONE}, "services": {"services": []}}
    return _run(stage, home, java_home, files)


def _built_with_go(home, folder):
    """The path of the program that a folder of Go is built to; it needs nothing but the SDK beside it."""
    target = home / "Develop" / folder
    shutil.copytree(SERVICES / folder, target)
    command = [find("go"), "build", "-o", folder]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, env={**os.environ, "GOPROXY": "off"})
    if done.returncode != 0:
        raise Failure(f"go build: {done.stderr.strip()}")
    return f"/Develop/{folder}/{folder}"


def _run(stage, home, java_home, files, environment=None, secure=False):
    port = free_port()
    _write(home, "config", {
        "ports": {"http_port": port, "websocket_port": 0, "tcp_port": 0, "ipc_port": 0, "admin_port": 0},
        "host": {"http": "127.0.0.1", "websocket": "127.0.0.1"},
        **(_tls(stage.folder) if secure else {}),
    })
    for name, content in files.items():
        _write(home, name, content)
    java = {"JAVA_HOME": java_home} if java_home else {}
    # `run` becomes the gateway: the pid is the one of Java.
    return stage.run("gateway", ["./duang.sh", "run"], home, {**java, **(environment or {})}), port


def _tls(folder):
    file, key = certificate.make(folder)
    return {"tls": {"certificates": [{"certificate": str(file), "key": str(key)}], "doors": ["http"]}}


def _write(home, name, content):
    (home / "config" / f"{name}.json").write_text(json.dumps(content, indent=4), "utf-8")


def _archive_in_checkout():
    found = CHECKOUT.glob("distribution/target/bighammer-*.tar.gz")
    return max(found, key=os.path.getmtime, default=None)


def _sources(root):
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in ("target", "tests", "test")]
        yield from (Path(folder) / file for file in files)

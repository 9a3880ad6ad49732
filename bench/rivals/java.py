"""Programs in Java: Jetty with nothing behind it, Vert.x and Spring Cloud Gateway as proxies."""

import os
import re
import subprocess
from pathlib import Path

import jdk
from processes import Failure, find, free_port
from rivals import KEPT_CONNECTIONS, SERVICES

ROOT = Path(__file__).resolve().parent
VERTX = ROOT / "vertx"
SPRING = ROOT / "spring"

# As duang.sh starts the gateway.
LIKE_THE_GATEWAY = ("-Xmx256m", "-Xms24m", "-XX:NewSize=16m", "-XX:+UseSerialGC")
# At most as much; they make more garbage, so all of it from the beginning.
ALL_AT_ONCE = ("-Xmx256m", "-Xms256m", "-XX:+UseSerialGC")


def start_bare_jetty(stage, build, java_home):
    """Returns the process and its port."""
    jars = build.jars("3-libraries/jetty-util-*", "3-libraries/jetty-io-*", "3-libraries/jetty-http-*")
    jars += build.jars("3-libraries/jetty-server-*", "1-logging/slf4j-api-*")
    jdk.compile_source(java_home, SERVICES / "BareJetty.java", jars, stage.folder)
    port = free_port()
    return _run(stage, "jetty", java_home, LIKE_THE_GATEWAY, [stage.folder, *jars], "BareJetty", port), port


def start_vertx(stage, java_home, socket):
    """Vert.x's HTTP proxy in front of an HTTP server on that Unix socket. Returns the process and its port."""
    jars = _build(VERTX, java_home)
    port = free_port()
    main = "io.bighammer.bench.VertxProxy"
    return _run(stage, "vertx", java_home, ALL_AT_ONCE, jars, main, port, socket, KEPT_CONNECTIONS), port


def start_spring(stage, java_home, service_port):
    """Spring Cloud Gateway in front of an HTTP server on that port; it knows no Unix sockets. Returns the process and its port."""
    jars = _build(SPRING, java_home)
    port = free_port()
    settings = [f"--server.port={port}", f"--service.port={service_port}", f"--service.connections={KEPT_CONNECTIONS}"]
    main = "io.bighammer.bench.SpringProxy"
    return _run(stage, "spring", java_home, ALL_AT_ONCE, jars, main, *settings), port


def version(project):
    """The `rival.version` of a pom."""
    return re.search(r"<rival\.version>(.*?)</rival\.version>", (project / "pom.xml").read_text("utf-8")).group(1)


def _run(stage, name, java_home, memory, class_path, main, *arguments):
    command = [f"{java_home}/bin/java", *memory, "-cp", os.pathsep.join(map(str, class_path)), main, *arguments]
    return stage.run(name, command, environment={"MALLOC_ARENA_MAX": "2"})


def _build(project, java_home):
    """Once, and again when its sources have changed. Returns its jars."""
    own = project / "target" / "proxy.jar"
    sources = [project / "pom.xml", *(path for path in (project / "src").rglob("*") if path.is_file())]
    if not own.exists() or own.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        print(f"{project.name} is built, once: mvn -f {project}/pom.xml package", flush=True)
        done = subprocess.run(
            [find("mvn"), "-B", "-q", "-f", project / "pom.xml", "clean", "package"],
            capture_output=True,
            text=True,
            env={**os.environ, "JAVA_HOME": java_home},
        )
        if done.returncode != 0:
            raise Failure(f"mvn could not build {project}: " + "\n    ".join(done.stdout.strip().splitlines()[-10:]))
    return [own, *sorted((project / "target" / "lib").glob("*.jar"))]

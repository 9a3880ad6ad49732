"""What a figure cannot be read without: the machine and the versions."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from processes import find
from rivals import behind, java


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def describe(ground):
    """Short texts: the machine, the gateway's build, and a dictionary of versions."""
    return {
        "machine": f"{_cpu_model()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB, Linux {platform.release()}",
        "bighammer": f"{ground.build.archive.name}, checkout at {_commit()}",
        "versions": _versions(ground),
    }


def _versions(ground):
    return {
        "java": _version([f"{ground.java_home}/bin/java", "-version"]) if ground.java_home else "that duang.sh finds",
        "nginx": _version([find("nginx"), "-v"]),
        "php": _version([find("php"), "-v"]),
        "php-fpm": _version([behind.find_php_fpm(), "-v"]),
        "haproxy": _version([find("haproxy"), "-v"]),
        "caddy": _version([find("caddy"), "version"]),
        "node": _version([find("node", "nodejs"), "--version"]),
        "go": _version([find("go"), "version"]),
        "python": _version([behind.find_python() or find("python3"), "--version"]),
        "uvicorn": _version([behind.find_python(), "-m", "uvicorn", "--version"]),
        "vert.x": java.version(java.VERTX),
        "spring cloud gateway": java.version(java.SPRING),
        "wrk": _version([find("wrk"), "-v"]),
        "openssl": _version([find("openssl"), "version"]),
    }


def _version(command):
    if command[0] is None:
        return "not installed"
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+\.\d+[\w.+-]*", done.stdout + done.stderr)
    return found.group() if found else "unknown"


def _cpu_model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gib():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _commit():
    command = ["git", "-C", Path(__file__).parent, "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "an unknown commit"

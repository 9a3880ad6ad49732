#!/usr/bin/env python3
"""How long the gateway takes to start, and how much memory it needs when idle.

    python3 bench/start.py [--runs 7] [--java JAVA_HOME] [TAR_GZ]

Unpacks the distribution into a temporary folder, puts it on free ports, and starts and stops it several times. The clock begins
when the Java process begins, and stops at the first answer of the gateway itself (404), then at the first 200 of a PHP worker.
"""

import argparse
import glob
import json
import os
import socket
import statistics
import subprocess
import tarfile
import tempfile
import time

from processes import Failure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIMIT = 30


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def unpack(archive, folder):
    with tarfile.open(archive) as tar:
        tar.extractall(folder)
    home = glob.glob(os.path.join(folder, "*"))[0]
    path = os.path.join(home, "config", "config.json")
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    config["ports"] = dict(zip(config["ports"], free_ports(len(config["ports"]))))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)
    return home, config["ports"]["http_port"]


def status_of(port, path):
    """The status of the answer, or None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            head = client.recv(64)
    except ConnectionError:
        return None
    return int(head.split()[1]) if head else None


def await_status(port, path, status):
    deadline = time.monotonic() + LIMIT
    while status_of(port, path) != status:
        if time.monotonic() > deadline:
            raise Failure(f"no {status} on {path} within {LIMIT} s")
        time.sleep(0.002)
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def process_start(pid):
    """Seconds since boot, to the hundredth."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        after_name = file.read().rsplit(")", 1)[1].split()
    return int(after_name[19]) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


def run(home, port, environment):
    starting = subprocess.Popen(["./duang.sh", "start"], cwd=home, env=environment, stdout=subprocess.DEVNULL)
    try:
        gateway = await_status(port, "/no/such/route", 404)
        php = await_status(port, "/api/example", 200)
        if starting.wait(LIMIT) != 0:
            raise Failure("./duang.sh start failed")
        with open(os.path.join(home, "runtime", "duangMain.pid"), encoding="utf-8") as file:
            pid = int(file.read())
        began = process_start(pid)
        time.sleep(3)  # idle is meant: what starting left to do is done
        return gateway - began, php - began, resident_mib(pid)
    finally:
        subprocess.run(["./duang.sh", "stop"], cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True)


def measure(archive, java_home, runs):
    """Of each run the seconds to the first answer, the seconds to the first one of PHP, and the resident MiB when idle."""
    environment = dict(os.environ)
    if java_home:
        environment["JAVA_HOME"] = java_home
    with tempfile.TemporaryDirectory(prefix="bh-start-") as folder:
        home, port = unpack(archive, folder)
        subprocess.run(["./duang.sh", "build"], cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True)
        return [run(home, port, environment) for _ in range(runs)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--java", default=os.environ.get("JAVA_HOME"), help="a JAVA_HOME; else the newest that is found")
    arguments.add_argument("archive", nargs="?", help="default: the one in distribution/target")
    options = arguments.parse_args()
    archive = options.archive or next(iter(glob.glob(f"{ROOT}/distribution/target/bighammer-*.tar.gz")), None)
    if archive is None:
        raise SystemExit("distribution/target has no tar.gz; make it with: ./duang.sh build")
    try:
        runs = measure(archive, options.java, options.runs)
    except Failure as failure:
        raise SystemExit(str(failure)) from None
    for name, unit, values in zip(("first answer", "first PHP 200", "resident, idle"), ("s", "s", "MiB"), zip(*runs)):
        print(f"{name:15} median {statistics.median(values):7.2f}  min {min(values):7.2f}  max {max(values):7.2f} {unit}")


if __name__ == "__main__":
    main()

"""What BigHammer is compared with: nginx in front of php-fpm and of Node, and Jetty with nothing behind it."""

import getpass
import grp
import os
import subprocess
from pathlib import Path

from processes import Failure, accepts, find, free_port, program_folders

SERVICES = Path(__file__).resolve().parent / "services" / "rivals"

# A php-fpm worker stays with a kept connection until that is closed, while the other 62 clients wait: closed after so many
# requests, nearly all of the gain is there, and nobody waits for long.
KEPT_REQUESTS = 50

NGINX = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream service {{
        server unix:{socket};
        {keepalive}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            {location}
        }}
    }}
}}
"""

TO_FASTCGI = """
            fastcgi_pass service;
            fastcgi_keep_conn {keep};
            fastcgi_param SCRIPT_FILENAME {script};
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
            fastcgi_param REMOTE_ADDR $remote_addr;
"""

TO_HTTP = """
            proxy_pass http://service;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
"""

PHP_FPM = """
[global]
error_log = {folder}/php-fpm-error.log
daemonize = no
[hello]
{user}
listen = {socket}
listen.backlog = 511
pm = static
pm.max_children = {workers}
"""


def start_php_fpm(stage, workers):
    """Returns the process and its socket."""
    socket = stage.folder / "php-fpm.sock"
    config = stage.folder / "php-fpm.conf"
    user = f"user = {getpass.getuser()}\ngroup = {_group()}" if _is_root() else ""
    config.write_text(PHP_FPM.format(folder=stage.folder, socket=socket, workers=workers, user=user))
    as_root = ["-R"] if _is_root() else []
    command = [find_php_fpm(), "-d", "opcache.enable=1", "--nodaemonize", "--fpm-config", config, *as_root]
    program = stage.run("php-fpm", command)
    stage.await_that(lambda: accepts(socket), "php-fpm listened on its socket")
    return program, socket


def start_node(stage):
    """Returns the process and its socket."""
    socket = stage.folder / "node.sock"
    program = stage.run("node", [find("node", "nodejs"), SERVICES / "hello.js", socket])
    stage.await_that(lambda: accepts(socket), "Node listened on its socket")
    return program, socket


def start_nginx_for_php(stage, socket, keep, workers):
    """In front of php-fpm. Returns the process and its port."""
    location = TO_FASTCGI.format(keep="on" if keep else "off", script=SERVICES / "hello.php")
    keepalive = f"keepalive {workers}; keepalive_requests {KEPT_REQUESTS};" if keep else ""
    return _start_nginx(stage, socket, location, keepalive)


def start_nginx_for_http(stage, socket):
    """In front of an HTTP server. Returns the process and its port."""
    return _start_nginx(stage, socket, TO_HTTP, "keepalive 128; keepalive_requests 100000000;")


def start_bare_jetty(stage, build, java_home):
    """Returns the process and its port."""
    jars = build.jars("3-libraries/jetty-util-*", "3-libraries/jetty-io-*", "3-libraries/jetty-http-*")
    jars += build.jars("3-libraries/jetty-server-*", "1-logging/slf4j-api-*")
    class_path = os.pathsep.join(map(str, [stage.folder, *jars]))
    compiled = subprocess.run(
        [f"{java_home}/bin/javac", "-cp", class_path, "-d", stage.folder, SERVICES / "BareJetty.java"],
        capture_output=True,
        text=True,
    )
    if compiled.returncode != 0:
        raise Failure(f"BareJetty.java does not compile: {compiled.stderr.strip()}")
    port = free_port()
    # The same memory as duang.sh gives the gateway.
    memory = ["-Xmx256m", "-Xms24m", "-XX:NewSize=10m", "-XX:+UseSerialGC"]
    command = [f"{java_home}/bin/java", *memory, "-cp", class_path, "BareJetty", port]
    return stage.run("jetty", command, environment={"MALLOC_ARENA_MAX": "2"}), port


def find_php_fpm():
    """Debian puts its version into the name."""
    versions = {file.name for folder in program_folders() for file in Path(folder).glob("php-fpm[0-9]*")}
    return find("php-fpm", *sorted(versions, reverse=True))


def _start_nginx(stage, socket, location, keepalive):
    port = free_port()
    config = stage.folder / "nginx.conf"
    user = f"user {getpass.getuser()} {_group()};" if _is_root() else ""
    config.write_text(NGINX.format(
        folder=stage.folder, user=user, socket=socket, keepalive=keepalive, port=port, location=location
    ))
    return stage.run("nginx", [find("nginx"), "-e", stage.folder / "nginx-error.log", "-c", config]), port


def _is_root():
    return os.geteuid() == 0


def _group():
    return grp.getgrgid(os.getegid()).gr_name

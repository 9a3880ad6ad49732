"""HAProxy in front of an HTTP server; one thread, as the gateway has one selector."""

from processes import find, free_port
from rivals import KEPT_CONNECTIONS

HAPROXY = """
global
    nbthread 1
    maxconn 4096
defaults
    mode http
    http-reuse always
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend clients
    bind 127.0.0.1:{port}
    default_backend service
backend service
    option forwardfor
    http-request set-header X-Forwarded-Proto http
    server hello unix@{socket} pool-max-conn {kept}
"""


def start(stage, socket):
    """Returns the process and its port."""
    port = free_port()
    config = stage.folder / "haproxy.cfg"
    config.write_text(HAPROXY.format(port=port, socket=socket, kept=KEPT_CONNECTIONS))
    return stage.run("haproxy", [find("haproxy"), "-db", "-f", config]), port

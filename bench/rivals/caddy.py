"""Caddy in front of php-fpm."""

from processes import find, free_port
from rivals import SERVICES

CADDYFILE = """
{{
    admin off
    auto_https off
    log {{
        level ERROR
    }}
}}
http://:{port} {{
    bind 127.0.0.1
    reverse_proxy unix/{socket} {{
        transport fastcgi {{
            root {services}
            env SCRIPT_FILENAME {services}/hello.php
        }}
    }}
}}
"""


def start(stage, socket):
    """Returns the process and its port."""
    port = free_port()
    config = stage.folder / "Caddyfile"
    config.write_text(CADDYFILE.format(port=port, socket=socket, services=SERVICES))
    own_folders = {"XDG_CONFIG_HOME": str(stage.folder), "XDG_DATA_HOME": str(stage.folder)}
    command = [find("caddy"), "run", "--config", config, "--adapter", "caddyfile"]
    return stage.run("caddy", command, environment=own_folders), port

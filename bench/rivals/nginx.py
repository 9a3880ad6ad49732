"""nginx in front of php-fpm or of an HTTP server; one process, as the gateway has one selector."""

import certificate
from processes import find, free_port
from rivals import KEPT_CONNECTIONS, SERVICES, account

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
    client_body_buffer_size 256k;
    proxy_max_temp_file_size 0;
    fastcgi_max_temp_file_size 0;
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
        {listen}
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


def start_for_php(stage, socket, keep, workers):
    """In front of php-fpm. Returns the process and its port."""
    location = TO_FASTCGI.format(keep="on" if keep else "off", script=SERVICES / "hello.php")
    keepalive = f"keepalive {workers}; keepalive_requests {KEPT_REQUESTS};" if keep else ""
    return _start(stage, socket, location, keepalive)


def start_for_http(stage, socket, secure=False):
    """In front of an HTTP server. Returns the process and its port."""
    return _start(stage, socket, TO_HTTP, f"keepalive {KEPT_CONNECTIONS}; keepalive_requests 100000000;", secure)


def _start(stage, socket, location, keepalive, secure=False):
    port = free_port()
    listen = f"listen 127.0.0.1:{port} backlog=4096;"
    if secure:
        file, key = certificate.make(stage.folder)
        listen = f"listen 127.0.0.1:{port} ssl backlog=4096; ssl_certificate {file}; ssl_certificate_key {key};"
    config = stage.folder / "nginx.conf"
    user = f"user {account.user()} {account.group()};" if account.is_root() else ""
    config.write_text(NGINX.format(
        folder=stage.folder, user=user, socket=socket, keepalive=keepalive, listen=listen, location=location
    ))
    return stage.run("nginx", [find("nginx"), "-e", stage.folder / "nginx-error.log", "-c", config]), port

"""A certificate for localhost that lasts a day."""

import subprocess

from processes import Failure, find


def make(folder):
    """The files of the certificate and of its key."""
    certificate, key = folder / "site.pem", folder / "site.key"
    done = subprocess.run(
        [find("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        capture_output=True, text=True,
    )
    if done.returncode != 0:
        raise Failure(f"openssl made no certificate: {done.stderr.strip()}")
    return certificate, key

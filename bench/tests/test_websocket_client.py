import json
import socket
import subprocess
import sys
import threading
import unittest
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCH))

from websocket_client import frames, percentile

HEAD = 6  # of a masked frame that is no longer than 125 bytes


class Server:
    """Lets one client in, then treats each of its messages in that way: takes the text and returns the frame, or None to close."""

    def __init__(self, treat, status="101 Switching Protocols"):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._treat = treat
        self._status = status
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        client, _ = self._listener.accept()
        with client, client.makefile("rb") as stream:
            while stream.readline().strip():
                pass
            client.sendall(f"HTTP/1.1 {self._status}\r\n\r\n".encode("ascii"))
            try:
                self._treat_all(client, stream)
            except ConnectionError:
                pass  # the client has seen enough

    def _treat_all(self, client, stream):
        while True:
            head = stream.read(HEAD)
            if len(head) < HEAD:
                return
            masked = stream.read(head[1] & 0x7F)
            text = bytes(byte ^ head[2 + position % 4] for position, byte in enumerate(masked))
            answer = self._treat(text)
            if answer is None:
                return
            client.sendall(answer)

    def close(self):
        self._listener.close()
        self._thread.join()


def echo(text):
    return bytes([0x81, len(text)]) + text


class WebSocketClientTest(unittest.TestCase):
    def run_client(self, server):
        try:
            return subprocess.run(
                [sys.executable, BENCH / "websocket_client.py", str(server.port), "/", "1", "100", "1"],
                capture_output=True, text=True)
        finally:
            server.close()

    def figures(self, server):
        return json.loads(self.run_client(server).stdout)

    def test_echoes_are_counted(self):
        seen = []
        figures = self.figures(Server(lambda text: seen.append(text) or echo(text)))
        self.assertIn(len(seen) - figures["requests"], (0, 1))  # the last echo may come too late
        self.assertGreater(figures["requests"], 0)
        self.assertEqual([100], sorted({len(text) for text in seen}))
        self.assertEqual((0, 0, 0), (figures["bad_status"], figures["broken"], figures["timeouts"]))

    def test_an_echo_that_is_another_is_told(self):
        figures = self.figures(Server(lambda text: echo(text.upper())))
        self.assertEqual(figures["requests"], figures["bad_status"])

    def test_a_connection_that_is_closed_is_told(self):
        figures = self.figures(Server(lambda text: None))
        self.assertEqual((0, 1), (figures["requests"], figures["broken"]))

    def test_a_refused_handshake_ends_it(self):
        done = self.run_client(Server(echo, "404 Not Found"))
        self.assertEqual(1, done.returncode)
        self.assertIn("404", done.stderr)

    def test_a_message_is_masked_on_its_way_out_only(self):
        sent, back = frames(100)
        self.assertEqual((HEAD + 100, 2 + 100), (len(sent), len(back)))
        self.assertNotEqual(sent[HEAD:], back[2:])

    def test_percentiles(self):
        self.assertEqual((50, 99, 0), (percentile(range(100), 0.5), percentile(range(100), 0.99), percentile([], 0.5)))


if __name__ == "__main__":
    unittest.main()

"""The world outside of this machine, as a browser sees it: it notes what it is asked, and refuses."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


# What Chromium asks for itself, whatever it is told, and no page for it.
ITS_OWN = ("update.googleapis.com", "accounts.google.com", "content-autofill.googleapis.com")


@dataclass
class Outside:
    """A proxy for all that is not this machine: its address, and what pages asked of it."""

    address: str
    asked: list[str]


@contextmanager
def outside() -> Iterator[Outside]:
    """Yield a proxy that answers nothing but 502."""
    asked = []

    class Refusal(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def refuse(self):
            if not any(host in self.path for host in ITS_OWN):
                asked.append(f"{self.command} {self.path}")
            self.send_error(502)

        do_CONNECT = do_GET = do_HEAD = do_POST = do_PUT = do_OPTIONS = refuse

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Outside(f"127.0.0.1:{server.server_address[1]}", asked)
        server.shutdown()

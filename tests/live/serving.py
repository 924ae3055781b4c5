"""A host of files on this machine, as hosts are: silent, and some let a browser keep its files."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(folder: Path, kept: str = "") -> Iterator[str]:
    """Serve `folder` and yield the host's address; `kept` is what it says as Cache-Control."""

    class Host(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def end_headers(self):
            if kept:
                self.send_header("Cache-Control", kept)
            super().end_headers()

    handler = functools.partial(Host, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()

"""The folder on a stick: one file is started, and the browser opens the course, without any rights.

What Windows runs is written in PowerShell, which is not had here: of that file it is read whether it
says the same types, ports and refusals as the one that runs.
"""

import http.server
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.live.opening import opened
from tools.live import build

START = Path(build.__file__).parent / "start"
LESSON = "04_gradient_descent.ipynb"

needs_perl = pytest.mark.skipif(not shutil.which("perl"), reason="perl is not installed")


@pytest.fixture
def stick(live, tmp_path):
    """The folder as it is carried away: with a space in its path, and in nobody's own folder."""
    return shutil.copytree(live, tmp_path / "a stick" / "course")


@pytest.fixture
def start(tmp_path):
    """A function that starts a file of the stick, and sees that a browser is opened there.

    It returns the address, and what was said.
    """
    running = []

    def run(file):
        programs, asked = tmp_path / "programs", tmp_path / f"asked{len(running)}"
        programs.mkdir(exist_ok=True)
        browser = programs / "xdg-open"
        browser.write_text(f'#!/bin/sh\necho "$1" > "{asked}"\n', encoding="utf-8")
        browser.chmod(0o755)
        surroundings = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
        running.append(subprocess.Popen(["sh", str(file)], env=surroundings, cwd="/",
                                        stdout=subprocess.PIPE, text=True))  # fmt: skip
        said = running[-1].stdout.readline()
        while "Leave this window open" not in said:
            said += running[-1].stdout.readline()
        for _ in range(100):
            if asked.exists() and asked.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)
        address = re.search(r"http://localhost:\d+", said)[0]
        assert asked.read_text(encoding="utf-8").strip() == f"{address}/"
        return address, said

    yield run
    for process in running:
        process.terminate()
        process.wait(timeout=10)


def fetched(address, path, **headers):
    request = urllib.request.Request(f"{address}/{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as reply:
        return reply.read(), reply.headers


def status(address, line):
    """The first line of the answer to a request that no browser would write."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as connection:
        connection.sendall(f"{line}\r\nHost: {host}\r\n\r\n".encode())
        return connection.makefile("rb").readline().decode().split()[1]


@needs_perl
def test_every_file_comes_as_it_is_and_as_what_it_is(stick, start):
    address, _ = start(stick / "start.sh")
    types = {}
    for path in sorted(path for path in stick.rglob("*") if path.is_file()):
        content, headers = fetched(address, urllib.request.pathname2url(str(path.relative_to(stick))))
        assert content == path.read_bytes(), path
        types.setdefault(path.suffix, set()).add(headers["Content-Type"].split(";")[0])
    assert types[".wasm"] == {"application/wasm"} and types[".mjs"] == {"text/javascript"}
    assert types[".js"] == {"text/javascript"} and types[".html"] == {"text/html"}


@needs_perl
def test_a_file_that_the_browser_has_is_not_sent_again(stick, start):
    address, _ = start(stick / "start.command")
    _, headers = fetched(address, "bar.js")
    with pytest.raises(urllib.error.HTTPError) as answer:
        fetched(address, "bar.js", **{"If-None-Match": headers["ETag"]})
    assert answer.value.code == 304
    time.sleep(1.1)
    (stick / "bar.js").write_text("// another day", encoding="utf-8")
    assert fetched(address, "bar.js", **{"If-None-Match": headers["ETag"]})[0] == b"// another day"


@needs_perl
def test_nothing_above_the_folder_and_nothing_but_reading(stick, start):
    (stick.parent / "private.txt").write_text("mine", encoding="utf-8")
    (stick.parent / "course2").mkdir()
    (stick.parent / "course2" / "file.txt").write_text("mine", encoding="utf-8")
    (stick / "link.txt").symlink_to(stick.parent / "private.txt")
    address, _ = start(stick / "start.sh")
    for path in ("../private.txt", "%2e%2e/private.txt", "..%2fprivate.txt", "start/../../private.txt",
                 "../course2/file.txt", "link.txt", "/etc/passwd", "..", "nothing.html", "bar.js%00"):
        assert status(address, f"GET /{path} HTTP/1.1") == "404", path
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert status(address, f"{method} /index.html HTTP/1.1") == "405"
    for nonsense in ("GET", "\x00", "GET index.html HTTP/1.1"):
        assert status(address, nonsense) == "405"
    assert status(address, "HEAD /index.html HTTP/1.1") == "200"
    assert status(address, "GET /index.html?x=1 HTTP/1.1") == "200"


@needs_perl
def test_no_other_computer_is_answered(stick, start):
    address, _ = start(stick / "start.sh")
    port = int(address.rsplit(":", 1)[1])
    listening = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    places = {line.split()[1] for line in listening if line.split()[3] == "0A"}
    assert f"0100007F:{port:04X}" in places and f"00000000:{port:04X}" not in places


@needs_perl
def test_a_second_window_has_a_port_of_its_own_and_says_what_that_means(stick, start):
    taken = [start(stick / "start.sh") for _ in range(2)]
    (first, _), (second, said) = taken
    assert first != second
    assert "your answers of other days are kept there" in said


ASKS = """import pyodide.http
for address in ("{own}/bar.js", "{other}/bar.js"):
    try:
        print(len(pyodide.http.open_url(address).read()) > 0)
    except Exception:
        print("refused")
"""


@pytest.fixture
def asked_of_another_host():
    """Return the address of another host, and a list of what it is asked for."""
    asked = []

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@needs_perl
def test_a_lesson_runs_from_the_stick_and_its_python_asks_no_other_host(
    browser, stick, start, asked_of_another_host
):
    own, _ = start(stick / "start.sh")
    other, asked = asked_of_another_host
    one = opened(browser, own, LESSON)
    assert one.retype(1, "import dlfs\nprint(dlfs.Session().run(dlfs.Variable(42)))") == "42.0\n"
    assert one.retype(1, ASKS.format(own=own, other=other)) == "True\nrefused\n"
    one.page.close()
    assert asked == []


def test_without_perl_it_says_what_else_would_do(stick, tmp_path):
    for name in ("sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    done = subprocess.run([tmp_path / "sh", stick / "start.sh"], env={"PATH": str(tmp_path)},
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 1 and "python3 -m http.server --bind 127.0.0.1" in done.stdout


def test_the_file_for_windows_says_the_same_types_ports_and_words():
    perl, shell = ((START / name).read_text(encoding="ascii") for name in ("serve.pl", "serve.ps1"))
    of_perl = dict(re.findall(r'(\w+) => "(\w+/[^"]+)"', perl))
    of_shell = dict(re.findall(r"'\.(\w+)' = '([^']+)'", shell))
    assert of_perl == of_shell and len(of_perl) > 10
    for both in ("8765", "8784", "your answers of other days", "no-cache", "http://localhost:$port/",
                 "policy.txt", "Content-Security-Policy"):
        assert both in perl and both in shell


def test_windows_reads_the_lines_of_its_file():
    content = (START / "start.bat").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") and content.isascii()
    assert b'"%~dp0start\\serve.ps1"' in content

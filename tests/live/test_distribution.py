"""Parts that come from Pyodide's distribution, played here, or from the archive of its release."""

import hashlib
import http.server
import io
import socket
import tarfile
import threading
import time
import zipfile

import pytest

from tools.live import parts

CORE, COMPILED, PURE = "a.mjs", "b-1-wasm32.whl", "c-2-py3-none-any.whl"
CONTENTS = {CORE: b"one" * 1000, COMPILED: b"two" * 1000, PURE: b"three"}


class Distribution(http.server.BaseHTTPRequestHandler):
    """Has what the test gives it, and sends it in pieces, with a pause before each."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        self.server.asked.append(name)
        content = self.server.has.get(name)
        self.send_response(404 if content is None else 200)
        self.end_headers()
        for at in range(0, len(content or b""), 100):
            time.sleep(self.server.pause)
            self.wfile.write(content[at : at + 100])


class Others:
    """The sources after the distribution: they note what they are asked for, and bring their own."""

    def __init__(self) -> None:
        self.has, self.asked = {PURE: CONTENTS[PURE]}, []

    def fetch(self, folder, lacking):
        self.asked += lacking
        for name, content in self.has.items():
            (folder / name).write_bytes(content)


@pytest.fixture
def others():
    return Others()


@pytest.fixture
def distribution(monkeypatch, others):
    """Serve the distribution of three parts, the third of which is not of its kinds."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
    table = dict(zip(parts.KINDS, ({name: total} for name, total in sums.items()), strict=True))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Distribution) as server:
        server.has, server.asked, server.pause = dict(CONTENTS), [], 0
        server.handle_error = lambda *_: None  # of a reader who has gone
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/v0/full"
        monkeypatch.setattr(parts, "TABLE", parts.TABLE | table | {"distribution": address})
        monkeypatch.setattr(parts, "SUMS", sums)
        monkeypatch.setattr(parts, "SOURCES", (parts.SOURCES[0], (parts.KINDS, others.fetch)))
        yield server
        server.shutdown()


def test_the_distribution_is_asked_first_and_only_for_what_is_missing(distribution, others, tmp_path):
    found = parts.gather(cache=tmp_path)
    assert {name: path.read_bytes() for name, path in found.items()} == CONTENTS
    assert distribution.asked == [CORE, COMPILED] and others.asked == [PURE]
    found[COMPILED].unlink()
    parts.gather(cache=tmp_path)
    assert distribution.asked[2:] == [COMPILED] and others.asked == [PURE]


@pytest.mark.parametrize("has", [b"one" * 999 + b"onE", b"one" * 999, b"", None])
def test_other_bytes_and_no_file_lead_to_the_next_source(distribution, others, tmp_path, has):
    distribution.has[CORE] = has
    with pytest.raises(parts.PartsMissing, match="1 of 3:\n  a.mjs\n"):
        parts.gather(cache=tmp_path)
    others.has[CORE] = CONTENTS[CORE]
    assert parts.gather(cache=tmp_path)[CORE].read_bytes() == CONTENTS[CORE]
    assert others.asked == [CORE, PURE, CORE]


def says_what_to_bring(cache, *lacking):
    """Gather in vain, see that these parts are named with a way out; return the seconds it took."""
    began = time.monotonic()
    with pytest.raises(parts.PartsMissing) as refused:
        parts.gather(cache=cache)
    said = str(refused.value)
    assert f"{len(lacking)} of 3:\n  " + "\n  ".join(lacking) + "\n" in said
    assert "make live PARTS=" in said and parts.TABLE["distribution"] in said
    return time.monotonic() - began


def test_who_is_slow_or_silent_is_given_up_in_time(distribution, monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "LONGEST", 0.3)
    monkeypatch.setattr(parts, "PATIENCE", 0.5)
    distribution.pause = 0.1  # a part would take three seconds
    assert says_what_to_bring(tmp_path, CORE, COMPILED) < 2
    distribution.pause = 4  # no byte comes
    monkeypatch.setattr(parts, "LONGEST", 60)
    assert says_what_to_bring(tmp_path, CORE, COMPILED) < 3
    assert distribution.asked == [CORE, CORE]  # the second part is not waited for, too


def test_nobody_there_and_nonsense_are_no_source(distribution, monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for address in (f"http://127.0.0.1:{port}", "http://no-such-host.invalid"):
        monkeypatch.setattr(parts, "TABLE", parts.TABLE | {"distribution": address})
        assert says_what_to_bring(tmp_path, CORE, COMPILED) < 10
    monkeypatch.setattr(http.server.BaseHTTPRequestHandler, "send_response_only", _nonsense)
    monkeypatch.setattr(
        parts, "TABLE",
        parts.TABLE | {"distribution": f"http://127.0.0.1:{distribution.server_address[1]}"},
    )  # fmt: skip
    says_what_to_bring(tmp_path, CORE, COMPILED)


def _nonsense(handler, *_):
    handler.wfile.write(b"nonsense\r\n\r\n")


def tarred(path, contents):
    """Write an archive of a release, with a folder in it, and with a link that leads out of it."""
    with tarfile.open(path, "w:" + path.suffix[1:]) as archive:
        link = tarfile.TarInfo(f"pyodide/{COMPILED}")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../etc/passwd"
        archive.addfile(link)
        for name, content in contents.items():
            entry = tarfile.TarInfo(f"pyodide/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.parametrize("end", ["bz2", "gz", "xz"])
@pytest.mark.parametrize("inside", [True, False])
def test_the_archive_of_a_release_is_a_source(distribution, others, tmp_path, end, inside):
    distribution.has.clear()
    release = tarred(tmp_path / f"pyodide-0.tar.{end}", CONTENTS)
    given = tmp_path if inside else release
    found = parts.gather(given, tmp_path / "cache")
    assert {name: path.read_bytes() for name, path in found.items()} == CONTENTS
    assert distribution.asked == others.asked == []


def test_a_broken_archive_has_what_came_before_the_break(distribution, tmp_path):
    distribution.has.clear()
    release = tarred(tmp_path / "pyodide-0.tar.gz", CONTENTS)
    release.write_bytes(release.read_bytes()[:-60])
    (tmp_path / "none.zip").write_bytes(b"PK no zip")
    with zipfile.ZipFile(tmp_path / "wheel.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CORE, CONTENTS[CORE])
    packed = (tmp_path / "wheel.whl").read_bytes()
    at = packed.index(CORE.encode()) + len(CORE)
    (tmp_path / "wheel.whl").write_bytes(packed[:at] + b"\xff" * 4 + packed[at + 4 :])
    with pytest.raises(parts.PartsMissing):
        parts.gather(tmp_path, tmp_path / "cache")
    assert parts.missing(tmp_path / "cache", "pure") == []


def test_an_archive_with_other_bytes_is_refused(distribution, tmp_path):
    distribution.has.clear()
    release = tarred(tmp_path / "pyodide-0.tar.bz2", CONTENTS | {CORE: b"two" * 1000})
    with pytest.raises(parts.PartsMissing, match="1 of 3:\n  a.mjs\n"):
        parts.gather(release, tmp_path / "cache")
    assert not (tmp_path / "cache" / CORE).exists()

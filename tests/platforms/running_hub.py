"""A class server on this machine's loop, with students who are users of the machine."""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from tests.ports import free_ports
from tools import students
from tools.course import ROOT

PYTHONS = (Path(sys.executable), ROOT / ".venv-hub" / "bin" / "python")
PROXIES = ROOT / ".venv-hub" / "proxy" / "node_modules" / ".bin"
CONFIG = '''
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.ConfigurableHTTPProxy.auth_token = {token!r}
c.JupyterHub.db_url = "sqlite://"
# The machine's passwords are not asked: the test comes in by a token.
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {names!r}
c.JupyterHub.services = [{{"name": "teacher", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "teacher", "services": ["teacher"],
                            "scopes": ["admin:users", "admin:servers", "tokens"]}}]
'''


def proxy() -> str:
    """Return the path of configurable-http-proxy; "" where there is none."""
    path = os.pathsep.join([str(PROXIES), os.environ.get("PATH", "")])
    return shutil.which("configurable-http-proxy", path=path) or ""


def shared_python() -> Path | None:
    """Return a Python with the hub and the course that every user of the machine may run."""
    return next((path for path in PYTHONS if path.exists() and _is_for_all(path)), None)


def _is_for_all(python: Path) -> bool:
    wanted = [str(python), "-c", "import dlfs, jupyterhub, jupyterlab"]
    try:
        done = subprocess.run(wanted, cwd="/", user="nobody", env={}, capture_output=True)
    except PermissionError:
        return False
    return done.returncode == 0


def missing() -> str:
    """Return what this machine lacks to run a hub with students of its own; "" if nothing."""
    if os.name == "nt" or os.geteuid() != 0:
        return "needs root, to start a server as somebody else"
    if not shutil.which("useradd"):
        return "needs useradd, to have students"
    if not proxy():
        return "needs configurable-http-proxy: `make hub` installs it where there is npm"
    if not shared_python():
        return "needs an environment that every user may read: make hub PYTHON=/usr/bin/python3"
    return ""


class Hub:
    """A hub with some students; `close` stops it and takes the students away."""

    def __init__(self, *names: str):
        self.place = Path(tempfile.mkdtemp(prefix="dlfs-hub-"))
        self.place.chmod(0o755)
        self.names = [f"dlfs-{name}-{secrets.token_hex(3)}" for name in names]
        for name in self.names:
            subprocess.run(["useradd", "--create-home", "--home-dir", self.home(name), "--shell",
                            "/bin/sh", name], check=True, capture_output=True)  # fmt: skip
        lessons = self.place / "lessons"
        students.add_new_copies(lessons)
        for path in [lessons, *lessons.iterdir()]:
            path.chmod(0o755)
        self.token = secrets.token_hex(16)
        self.port, hub, api = free_ports(3)
        config = self.place / "config.py"
        config.write_text(CONFIG.format(
            config=str(ROOT / "tools" / "hub" / "jupyterhub_config.py"), port=self.port, hub=hub,
            api=api, proxy=[proxy()], token=self.token, names=set(self.names),
        ), encoding="utf-8")  # fmt: skip
        config.chmod(0o600)
        self.log = (self.place / "log").open("w+")
        variables = {**os.environ, "DLFS_LESSONS": str(lessons), "PYTHONPATH": ""}
        command = [str(shared_python()), "-m", "jupyterhub", "-f", str(config)]
        self.process = subprocess.Popen(command, cwd=self.place, env=variables,
                                        stdout=self.log, stderr=subprocess.STDOUT)  # fmt: skip

    def home(self, name: str) -> Path:
        return self.place / name

    def ask(self, path: str, method: str = "GET", token: str = "", body=None, wanted: int = 0):
        """Return the answer to a request, as data; where `wanted` is given, its number instead."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {token or self.token}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read().decode()
                return answer.status if wanted else json.loads(text or "null")
        except urllib.error.HTTPError as error:
            if wanted:
                return error.code
            raise

    def wait(self, is_so, seconds: float = 120) -> None:
        """Return as soon as `is_so()`; raises TimeoutError with the end of the hub's log."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if is_so():
                    return
            except OSError:
                pass
            time.sleep(0.5)
        self.log.seek(0)
        raise TimeoutError(self.log.read()[-3000:])

    def start(self, name: str) -> str:
        """Start the server of a student; return a token of the student's own."""
        self.wait(lambda: self.ask("/hub/api/"))
        self.ask(f"/hub/api/users/{name}/server", "POST", body={})
        self.wait(lambda: self.ask(f"/hub/api/users/{name}")["server"])
        return self.ask(f"/hub/api/users/{name}/tokens", "POST", body={})["token"]

    def run(self, name: str, token: str, code: str, keep: bool = False) -> str:
        """Run `code` in a kernel of the student; return what it prints, and its error's name."""
        kernel = self.ask(f"/user/{name}/api/kernels", "POST", token, body={})["id"]
        try:
            return asyncio.run(self._talk(name, token, kernel, code))
        finally:
            if not keep:
                self.ask(f"/user/{name}/api/kernels/{kernel}", "DELETE", token, wanted=204)

    async def _talk(self, name: str, token: str, kernel: str, code: str) -> str:
        from tornado.httpclient import HTTPRequest
        from tornado.websocket import websocket_connect

        address = f"ws://127.0.0.1:{self.port}/user/{name}/api/kernels/{kernel}/channels"
        known = {"Authorization": f"token {token}"}
        channel = await websocket_connect(HTTPRequest(address, headers=known))
        head = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "a",
                "username": "", "version": "5.3"}  # fmt: skip
        content = {"code": code, "silent": False, "store_history": False, "user_expressions": {},
                   "allow_stdin": False}  # fmt: skip
        await channel.write_message(json.dumps({
            "header": head, "parent_header": {}, "metadata": {}, "content": content,
            "channel": "shell", "buffers": [],
        }))  # fmt: skip
        said, error, idle = "", None, False
        while True:
            text = await asyncio.wait_for(channel.read_message(), 120)
            message = json.loads(text) if isinstance(text, str) else None  # else a widget's picture
            if not message or message["parent_header"].get("msg_id") != head["msg_id"]:
                continue
            if message["msg_type"] == "stream":
                said += message["content"]["text"]
            if message["msg_type"] == "execute_reply":
                error = message["content"].get("ename", "")
            # What was printed comes on a way of its own, and may come later than the reply.
            idle |= message["content"].get("execution_state") == "idle"
            if idle and error is not None:
                channel.close()
                return said + error

    def close(self) -> None:
        """Stop the hub, every server, and take the students away."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        for name in self.names:
            _end_what_is_left_of(name)
            subprocess.run(["userdel", "--force", name], capture_output=True)
        shutil.rmtree(self.place, ignore_errors=True)


def _end_what_is_left_of(name: str) -> None:
    """End the processes of a student of this test, who has no others."""
    import pwd
    import signal

    user = pwd.getpwnam(name).pw_uid
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:  # it has ended by itself
            continue

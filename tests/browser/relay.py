"""Stands between Playwright and a Firefox as it is installed, and is started in its place.

Two things differ. Playwright asks every Firefox for the media features of a page, which the
long-lived editions do not know yet, and ends where it is refused: that command is answered here. And
it knows a download by its navigation alone: a file that a page makes itself has none, and is given
its address instead. All else passes.
"""

import asyncio
import json
import re
import sys

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

UNKNOWN = "emulation.setMediaFeaturesOverride"
LISTENS = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
LARGEST = 2**28


def answered_here(message: str) -> str | None:
    """Return the answer to a command that is not passed on; None for all others."""
    command = json.loads(message)
    if command.get("method") != UNKNOWN:
        return None
    return json.dumps({"type": "success", "id": command["id"], "result": {}})


def with_navigation(message: str) -> str:
    """Return what Firefox says, and for a download without a navigation, its address as one."""
    if '"browsingContext.download' not in message:
        return message
    event = json.loads(message)
    said = event.get("params", {})
    if "url" in said and not said.get("navigation"):
        said["navigation"] = said["url"]
    return json.dumps(event)


class Relay(WebSocketHandler):
    def initialize(self, firefox: str) -> None:
        self.firefox = firefox

    def check_origin(self, _) -> bool:
        return True

    async def open(self) -> None:
        self.there = await websocket_connect(self.firefox, max_message_size=LARGEST)
        asyncio.create_task(self._bring_back())

    async def _bring_back(self) -> None:
        while (message := await self.there.read_message()) is not None:
            await self.write_message(with_navigation(message))
        self.close()

    async def on_message(self, message: str) -> None:
        answer = answered_here(message)
        await (self.write_message(answer) if answer else self.there.write_message(message))

    def on_close(self) -> None:
        self.there.close()


def listen(firefox: str) -> int:
    """Pass on to the Firefox that listens there; return the port of the relay."""
    [socket] = bind_sockets(0, "127.0.0.1")
    application = Application([("/session", Relay, {"firefox": f"{firefox}/session"})],
                              websocket_max_message_size=LARGEST)  # fmt: skip
    HTTPServer(application).add_socket(socket)
    return socket.getsockname()[1]


async def main(command: list[str]) -> int:
    """Run Firefox until it ends; return its exit code."""
    running = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    async for line in running.stderr:
        if found := LISTENS.search(line):
            line = f"WebDriver BiDi listening on ws://127.0.0.1:{listen(found[1].decode())}\n".encode()
        sys.stderr.buffer.write(line)
        sys.stderr.buffer.flush()
    return await running.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))

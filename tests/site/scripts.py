"""Runs functions of the pages' script from Python, many calls at once: a start takes a while."""

import json
import subprocess

from tools.site.build import script

CALL = """
const calls = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(calls.map(([name, ...given]) => module.exports[name](...given))));
"""
RESULTS = "calls => calls.map(([name, ...given]) => functions[name](...given))"


class Node:
    """The script in node."""

    def __init__(self, command: str):
        self.command = [command, "--eval", script() + CALL]

    def __call__(self, calls: list) -> list:
        asked = json.dumps(calls)
        done = subprocess.run(
            self.command, input=asked, capture_output=True, text=True, encoding="utf-8", check=True
        )
        return json.loads(done.stdout)


class Browser:
    """The script in an empty page of a browser."""

    def __init__(self, chromium):
        self._page = chromium.new_page()
        self._page.add_script_tag(content="var module = {};" + script())
        self._page.evaluate("functions = module.exports")

    def __call__(self, calls: list) -> list:
        return self._page.evaluate(RESULTS, calls)

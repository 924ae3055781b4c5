"""A notebook that is open in JupyterLab: run its cells, read what they say, type into them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.course.running_lab import Server

PATIENCE = 120_000
OPEN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Only a notebook has a kernel and cells; a launcher that opens late may stand before it.
READY = """() => {
  const shell = window.jupyterapp?.shell;
  const panel = [...(shell?.widgets('main') ?? [])].find(one => one.content?.widgets?.length);
  if (panel && shell.currentWidget !== panel) shell.activateById(panel.id);
  return panel?.sessionContext?.session?.kernel?.status === 'idle' && shell.currentWidget === panel;
}"""
PRESENT = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  const kernel = panel?.sessionContext?.session?.kernel;
  const texts = kind => [...document.querySelectorAll(kind)].map(one => one.textContent);
  return {title: panel?.title.label, kernel: kernel?.status, connection: kernel?.connectionStatus,
    dialogs: texts('.jp-Dialog'), notes: texts('.Toastify__toast'),
    running: texts('.jp-Cell:has(.jp-InputPrompt)').filter(one => one.includes('[*]'))
      .map(one => one.slice(0, 80))};
}"""
STATES = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => ({
  type: cell.model.type,
  source: cell.model.sharedModel.source,
  count: cell.model.executionCount ?? null,
  tags: cell.model.getMetadata('tags') ?? [],
  errors: (cell.model.sharedModel.outputs ?? []).filter(one => one.output_type === 'error')
    .map(one => `${one.ename}: ${one.evalue}`),
  said: (cell.model.sharedModel.outputs ?? []).map(one => [].concat(one.text ?? []).join('')),
}))"""
DONE = f"""() => {{
  const panel = window.jupyterapp.shell.currentWidget;
  const code = ({STATES})().filter(cell => cell.type === 'code' && cell.source.trim());
  const stopped = code.some(cell => cell.errors.length && !cell.tags.includes('raises-exception'));
  return panel.sessionContext.session.kernel.status === 'idle'
    && (stopped || code.every(cell => cell.count !== null));
}}"""


@dataclass
class Cell:
    """One cell as the page knows it; `said` is the text that it printed."""

    type: str
    source: str
    count: int | None
    tags: list[str]
    errors: list[str]
    said: list[str]


class NotebookPage:
    """One notebook in one window of the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: set[str] = set()
        page.on("request", lambda request: self.requests.add(request.url))

    def cells(self) -> list[Cell]:
        return [Cell(**state) for state in self.page.evaluate(STATES)]

    def run_all(self) -> None:
        """Choose "Run All Cells" from the menu, and wait until the kernel has come to rest."""
        self.page.locator("#jp-menu-panel, #jp-MainMenu").get_by_text("Run", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
        self.wait_until_done()

    def run_by_keys(self) -> None:
        """Press Shift+Enter on every cell, from the first to the last."""
        self.cell(0).click()
        self.page.keyboard.press("Escape")
        for _ in self.cells():
            self.page.keyboard.press("Shift+Enter")
        self.wait_until_done()

    def wait_until_done(self) -> None:
        self.wait_for(DONE)

    def wait_for(self, condition: str, arg: object = None) -> None:
        """Wait until the condition holds; if it never does, an AssertionError says what there is.

        It is looked at ten times a second: at every frame it would take the page's own time.
        """
        try:
            self.page.wait_for_function(condition, arg=arg, timeout=PATIENCE, polling=100)
        except TooLate:
            raise AssertionError(f"The page stands: {self.page.evaluate(PRESENT)}") from None

    def cell(self, index: int) -> Locator:
        return self.page.locator(f"{OPEN} .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """Return the output that lives; before it stands its still form, which a page hides."""
        return self.cell(index).locator(".jp-OutputArea-output").last

    def failures(self) -> list[str]:
        """Return the errors that no tag announced, and the cells that did not run."""
        failed = []
        for number, cell in enumerate(self.cells(), 1):
            announced = "raises-exception" in cell.tags
            failed += [] if announced else [f"cell {number}: {error}" for error in cell.errors]
            if cell.type == "code" and cell.source.strip() and cell.count is None:
                failed.append(f"cell {number} did not run: {cell.source[:60]}")
        return failed

    def with_call(self, beginning: str) -> list[int]:
        """Return the places of the code cells in which a line begins so."""
        line = re.compile(rf"^{re.escape(beginning)}", re.MULTILINE)
        return [place for place, cell in enumerate(self.cells())
                if cell.type == "code" and line.search(cell.source)]  # fmt: skip

    def retype(self, index: int, source: str) -> str:
        """Type `source` over the cell, run it with Shift+Enter, and return what it printed."""
        cell = f"window.jupyterapp.shell.currentWidget.content.widgets[{index}].model"
        # A kernel that was restarted counts anew, and may come to the number that stands there.
        self.page.evaluate(f"{cell}.executionCount = null")
        editor = self.cell(index).locator(".cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        self.wait_for(
            f"""() => {cell}.executionCount
              && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"""
        )
        cell = self.cells()[index]
        return "\n".join(cell.said + cell.errors)

    def other_hosts(self) -> set[str]:
        """Return the hosts other than this machine that the page has asked for anything."""
        asked = {urlsplit(url).hostname for url in self.requests if url.startswith(("http", "ws"))}
        return asked - {"127.0.0.1", "localhost", None}


def open_lab(browser: BrowserContext, server: Server, name: str) -> NotebookPage:
    """Open the notebook in JupyterLab, in a window and a workspace of its own."""
    return _open(browser, server, f"lab/workspaces/{name[:-6]}/tree/{name}")


def open_notebook_7(browser: BrowserContext, server: Server, name: str) -> NotebookPage:
    """Open the notebook in the classic interface, Notebook 7."""
    return _open(browser, server, f"notebooks/{name}")


def _open(browser: BrowserContext, server: Server, path: str) -> NotebookPage:
    page = browser.new_page()
    page.set_viewport_size({"width": 1500, "height": 1000})
    opened = NotebookPage(page)
    page.set_default_timeout(20_000)
    page.goto(f"{server.info['url']}{path}?token={server.info['token']}")
    opened.wait_for(READY)
    expect(page.locator(f"{OPEN} .jp-Cell").first).to_be_visible()
    return opened


def close(opened: NotebookPage, server: Server) -> None:
    """Close the window and end the kernel."""
    opened.page.close()
    server.end_kernels()

"""Opens a lesson of the live edition as a reader does."""

from playwright.sync_api import BrowserContext

from tests.browser import notebook_page
from tests.browser.notebook_page import NotebookPage


def opened(browser: BrowserContext, address: str, name: str) -> NotebookPage:
    """Open a lesson as the front page does, and wait until its Python is there."""
    page = browser.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.set_default_timeout(60_000)
    one = NotebookPage(page)
    page.goto(f"{address}/index.html")
    page.locator(f'a[href$="{name}"]').click()
    one.wait_for(notebook_page.READY)
    return one

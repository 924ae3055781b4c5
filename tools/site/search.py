"""The search over all pages: a list of their sections, with which a script finds words.

There is no server that could search, and a page that was opened from a folder may not read other
files: the list is a script of its own.
"""

import html
import json
import re

HEADING = re.compile(r'<h([12]) id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
# What is no text to be found: what is said to answers would give them away.
SILENT = re.compile(
    r"<(template|annotation|script|noscript|style|nav|button|summary|output)\b.*?</\1>|<!--.*?-->|data-\w+=\"[^\"]*\"", re.DOTALL
)
BODY = """\
<h1 id="search">Search</h1>
<p class="field"><label for="words">Words to find, in all lessons</label>
<input type="text" id="words" autocomplete="off" spellcheck="false"></p>
<p class="count" role="status">Without a script this page finds nothing: each lesson's page has a
list of its parts.</p>
<ol class="found"></ol>"""


def sections_of(address: str, title: str, body: str) -> list[dict[str, str]]:
    """Return the parts of a page's `body`, cut at its headings: where, what it is called, words."""
    text = SILENT.sub(" ", body)
    starts = [*HEADING.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)][: len(starts)]
    return [
        {
            "address": f"{address}#{start[2]}",
            "page": title,
            "heading": words_of(start[3]),
            "words": words_of(text[start.end() : end]),
        }
        for start, end in zip(starts, ends, strict=True)
    ]


def words_of(body: str) -> str:
    """Return the text of a piece of HTML on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def index_of(sections: list[dict[str, str]]) -> str:
    """Return the script that holds the sections."""
    return f"const SECTIONS = {json.dumps(sections, ensure_ascii=True)};\n"

"""The figures of the class page: small SVGs that say the same in black and white."""

from __future__ import annotations

from tools.roster.progress import DONE, NOT_DONE, RIGHT
from tools.roster.understanding import Group

WIDE, HIGH, STEP = 200, 9, 12
LABELS = {RIGHT: "right, or passed", DONE: "answered otherwise", NOT_DONE: "not done"}
# Drawn once, and used in every cell.
SIGNS = """<svg width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="4" height="4" fill="#fff"/><rect width="1.6" height="4" fill="#000"/></pattern>
<g id="s-right"><circle cx="7" cy="7" r="5" fill="#000"/></g>
<g id="s-answered"><circle cx="7" cy="7" r="4.5" fill="#fff" stroke="#000"/>
<path d="M7 2.5a4.5 4.5 0 0 0 0 9z" fill="#000"/></g>
<g id="s-not-done"><path d="M4 7h6" stroke="#777"/></g></defs></svg>"""


def sign(state: str) -> str:
    """The sign of one item of one person: a full disc, a half one, or a dash."""
    name = state.replace(" ", "-")
    return (f'<svg class="sign" width="14" height="14" role="img" aria-label="{LABELS[state]}">'
            f'<use href="#s-{name}"/></svg>')  # fmt: skip


def bar_of_done(done: int, total: int) -> str:
    """How much of the lesson is done, as a bar and in figures."""
    share = 50 * done / max(total, 1)
    return (f'<svg width="96" height="14" role="img" aria-label="{done} of {total}">'
            '<rect x=".5" y="2.5" width="50" height="9" fill="#fff" stroke="#000"/>'
            f'<rect x=".5" y="2.5" width="{share:.1f}" height="9" fill="#000"/>'
            f'<text x="56" y="11">{done}/{total}</text></svg>')  # fmt: skip


def bars(group: Group, count: int) -> str:
    """The share of one group: at first hatched, after revising full, as expected in outline."""
    shares = [("first", 100 * group.first / max(count, 1), "url(#hatch)", group.first),
              ("revised", 100 * group.latest / max(count, 1), "#000", group.latest)]  # fmt: skip
    if group.expected is not None:
        shares.append(("expected", group.expected, "#fff", None))
    drawn = "".join(_bar(at, share, fill, number)
                    for at, (_, share, fill, number) in enumerate(shares))  # fmt: skip
    said = "; ".join(f"{name} {share:.0f} %" for name, share, *_ in shares)
    return (f'<svg width="{WIDE + 80}" height="{STEP * len(shares) + 2}" role="img" '
            f'aria-label="{said}">{drawn}</svg>')  # fmt: skip


def _bar(at: int, share: float, fill: str, number: int | None) -> str:
    top, long = at * STEP + 1.5, WIDE * share / 100
    persons = f" ({number})" if number is not None else " expected"
    return (f'<rect x=".5" y="{top}" width="{long:.1f}" height="{HIGH}" fill="{fill}" stroke="#000"/>'
            f'<text x="{long + 5:.1f}" y="{top + 8.5}">{share:.0f} %{persons}</text>')  # fmt: skip


def _key(fill: str, words: str) -> str:
    return (f'<span class="key"><svg width="30" height="12" aria-hidden="true"><rect x=".5" y="1.5" '
            f'width="28" height="{HIGH}" fill="{fill}" stroke="#000"/></svg> {words}</span>')  # fmt: skip


LEGEND = (f'<p class="legend">{_key("url(#hatch)", "first answer")}'
          f'{_key("#000", "after revising")}{_key("#fff", "what the guide expects of a first vote")}'
          "</p>")  # fmt: skip
SIGN_LEGEND = '<p class="legend">' + "".join(
    f'<span class="key">{sign(state)} {words}</span>' for state, words in LABELS.items()) + "</p>"

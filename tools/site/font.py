"""The mathematics font of the pages: STIX Two Math, cut down to the signs that the pages use.

`fonts/` holds version 2.11 without hints: Latin, Greek, arrows, operators, brackets, and the bold,
italic and double-struck letters, under their own licence. The pages get the signs that occur in
them, inside a style sheet: some browsers load no font file beside a page opened from a disk.
"""

import base64
import io
from pathlib import Path

from fontTools import subset

FONT = Path(__file__).parent / "fonts" / "STIXTwoMath-subset.ttf"
LICENCE = FONT.with_name("OFL.txt")
FAMILY = "Course Math"
# A browser takes x, finds it in <mi>, and draws the italic x of mathematics.
ITALIC = {ord(letter): at for at, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0x1D434)}
ITALIC |= {ord(letter): at for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 0x1D44E)}
ITALIC |= {at: at - 0x391 + 0x1D6E2 for at in range(0x391, 0x3CA)} | {ord("h"): 0x210E}
ITALIC |= {0x2202: 0x1D715, 0x3F5: 0x1D716, 0x3D1: 0x1D717, 0x3D5: 0x1D719}
ALWAYS = "0123456789()[]{}|=+-*/.,<>\u2212\u2032\u2016 "


def missing_signs(text: str) -> str:
    """Return the signs of `text` that the font does not have, each once."""
    with subset.load_font(str(FONT), subset.Options()) as font:
        has = set(font.getBestCmap())
    # White space and the sign that stands for "apply the function" are not drawn.
    return "".join(sorted(sign for sign in set(text) - set("\n\t\u2061") if ord(sign) not in has))


def font_css(text: str) -> str:
    """Return the style sheet with the font, cut down to what the mathematics in `text` needs."""
    signs = {ord(sign) for sign in text + ALWAYS}
    signs |= {ITALIC[sign] for sign in signs if sign in ITALIC}
    packed = base64.b64encode(_cut(signs)).decode("ascii")
    source = f'url("data:font/woff2;base64,{packed}") format("woff2")'
    return f'@font-face {{ font-family: "{FAMILY}"; src: {source}; }}\n'


def _cut(signs: set[int]) -> bytes:
    options = subset.Options(layout_features=["*"], name_IDs=[0, 1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    file = io.BytesIO()
    with subset.load_font(str(FONT), options) as font:
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(file)
    return file.getvalue()

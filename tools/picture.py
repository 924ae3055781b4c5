"""The README's picture: the learning-rate explorer at 10, and the words that can replace it.

The words carry the numbers of the data. They stand in the README and, once more, inside the PNG:
who compares the two knows whether the picture is the one that the words describe.
"""

import io
import re
import textwrap
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dlfs.classroom import explore
from dlfs.classroom.explore.learning_rate import STATES, STEPS, bounds, simulate
from tools.course import README, ROOT

PICTURE = ROOT / "docs" / "learning_rate.png"
RATE = 10
COLOURS = 256
NEAR = 1.01  # within one percent of the lowest loss: at the floor, to the eye
IN_README = re.compile(r"!\[[^\]]*\]\(docs/learning_rate\.png\)")


def words() -> str:
    """Return the alt text, with the numbers that the explorer computes."""
    safe, measured, lowest = bounds()
    _, J = simulate(RATE)
    others = [rate for rate in STATES if rate != RATE]
    floor = int(np.argmax(J <= NEAR * lowest))
    return (
        f"The learning-rate explorer of lesson 4 at the rate {RATE}. Left, the perceptron's loss "
        f"over {STEPS} steps: {len(others)} thin curves, for the rates {min(others):g} to "
        f"{max(others):g}, go down; the bold one, for {RATE}, finds the same floor after {floor} "
        "steps and leaves it again. Right, the difference of the first two weights, which at "
        f"{RATE} jumps to and fro for ever. Below, a ruler of learning rates: always down up to "
        f"{safe:.2f}, no promise up to {measured:.2f}, then no descent stays at the minimum."
    )


def drawn() -> bytes:
    """Return the PNG: the live explorer as it is on the screen, with the words inside."""
    explorer = explore.learning_rate()
    explorer.learning_rate.value = RATE
    picture = Image.open(io.BytesIO(explorer.picture.value)).convert("RGB")
    notes, file = PngInfo(), io.BytesIO()
    notes.add_text("Description", words())
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(
        file, "png", optimize=True, pnginfo=notes
    )
    return file.getvalue()


def words_inside(path: Path = PICTURE) -> str:
    """Return the words that the PNG carries; the empty text where there are none."""
    if not path.exists():
        return ""
    with Image.open(path) as picture:
        return picture.info.get("Description", "")


def with_words(readme: str, alt: str) -> str:
    """Return the README's text with `alt` as what the picture shows."""
    linked = f"![{alt}](docs/learning_rate.png)"
    wrapped = textwrap.fill(linked, 100, break_on_hyphens=False, break_long_words=False)
    return IN_README.sub(lambda _: wrapped, readme)


def write_picture(readme: Path = README, picture: Path = PICTURE) -> None:
    """Bring the README's alt text up to date, and draw the picture anew if its numbers changed."""
    text, alt = readme.read_text(encoding="utf-8"), words()
    if with_words(text, alt) != text:
        readme.write_text(with_words(text, alt), encoding="utf-8", newline="\n")
    if words_inside(picture) != alt:
        picture.write_bytes(drawn())

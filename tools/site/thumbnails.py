"""A small picture for each lesson of the front page: an explorer of the lesson, where it starts.

A lesson without an explorer has its first figure there.
"""

import io
from dataclasses import dataclass

from PIL import Image

from tools.site.explorers import Strip

SIZE = (320, 200)


@dataclass(frozen=True)
class Cover:
    """The picture of a lesson: its address, its bytes, and the words that can replace it."""

    address: str
    picture: bytes
    words: str


def cover_of_explorer(number: str, strip: Strip) -> Cover:
    """Return the cover of a lesson that shows this explorer."""
    below, above = map(_opened, (strip.background, strip.states[strip.start].picture))
    words = strip.states[strip.start].sentence
    return Cover(f"covers/{number}.webp", _small(Image.alpha_composite(below, above)), words)


def cover_of_figure(number: str, picture: bytes, words: str) -> Cover:
    """Return the cover of a lesson that has this figure; `words` can replace it."""
    return Cover(f"covers/{number}.webp", _small(_opened(picture)), words)


def chosen(explorers: dict[str, Strip], taken: set[str]) -> str:
    """Return the name of the first explorer of a lesson that no earlier lesson has shown."""
    return next((name for name in explorers if name not in taken), next(iter(explorers), ""))


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def _small(whole: Image.Image) -> bytes:
    """Return a picture, small, on white, as WebP."""
    whole.thumbnail(SIZE, Image.Resampling.LANCZOS)
    ground = Image.new("RGB", SIZE, "white")
    ground.paste(whole, tuple((a - b) // 2 for a, b in zip(SIZE, whole.size, strict=True)), whole)
    file = io.BytesIO()
    ground.save(file, "WEBP", quality=85, method=4)
    return file.getvalue()

"""Every file that was handed in: in folders, in folders of folders, in zips and zips of zips.

Nothing is written to disk and no link is followed, so no path in an archive leads anywhere. What is
too large, or broken, is named with the reason, and costs no other file.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LARGEST = 5_000_000
MOST_IN_A_ZIP = 5_000
MOST_BYTES_OF_A_ZIP = 200_000_000
DEEPEST = 3
OF_THE_SYSTEM = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Skipped(Exception):
    """Why a file is left out, as the end of a sentence: "it is empty"."""


@dataclass(frozen=True)
class File:
    """A file that was handed in: its path below the folder, and when it was last changed.

    A file in a zip has the path of the zip before its own. `trouble` says why it has no content.
    """

    name: str
    raw: bytes = b""
    changed: float = 0.0
    trouble: str = ""


def files_below(folder: Path) -> Iterator[File]:
    """All files below `folder`, in the order of their names, each zip opened."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in [*sorted(names), *_links(place, folders)]:
            yield from _opened(_read(Path(place) / name, folder), 1)


def _links(place: str, folders: list[str]) -> list[str]:
    return [name for name in folders if (Path(place) / name).is_symlink()]


def _read(path: Path, folder: Path) -> File:
    name = path.relative_to(folder).as_posix()
    try:
        if path.is_symlink():
            raise Skipped("it is a link")
        if not path.is_file():
            raise Skipped("it is no ordinary file")
        stat = path.stat()
        if stat.st_size > LARGEST and not _is_zip_name(name):
            raise Skipped(_too_large(stat.st_size))
        return File(name, path.read_bytes(), stat.st_mtime)
    except Skipped as reason:
        return File(name, trouble=str(reason))
    except OSError as error:
        return File(name, trouble=f"it cannot be read ({error.strerror or type(error).__name__})")


def _opened(file: File, depth: int) -> Iterator[File]:
    if file.trouble or not _is_zip_name(file.name):
        yield file
    elif depth > DEEPEST:
        yield File(file.name, trouble=f"zips in zips are opened {DEEPEST} deep")
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
                yield from _members(file, archive, depth)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
            yield File(file.name, trouble="it is no zip that can be opened")


def _members(file: File, archive: zipfile.ZipFile, depth: int) -> Iterator[File]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    left = MOST_BYTES_OF_A_ZIP
    for number, member in enumerate(sorted(members, key=lambda one: one.filename)):
        name = f"{file.name}/{member.filename}"
        if number >= MOST_IN_A_ZIP or left <= 0:
            yield File(file.name, trouble=f"it holds too much: {len(members) - number} of its "
                       f"{len(members)} files were not read")  # fmt: skip
            return
        found = _member(archive, member, name)
        left -= len(found.raw)
        yield from _opened(found, depth + 1)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> File:
    try:
        with archive.open(member) as content:
            # What the archive says of a size is not trusted: one byte more is asked for.
            raw = content.read(LARGEST + 1)
    except (RuntimeError, NotImplementedError):
        return File(name, trouble="it is locked with a password, or packed in an unknown way")
    except Exception as error:  # zlib's, lzma's and zipfile's own, all of broken archives
        return File(name, trouble=f"it is damaged ({type(error).__name__})")
    if len(raw) > LARGEST:
        return File(name, trouble=_too_large(len(raw)))
    return File(name, raw, _seconds(member.date_time))


def _seconds(date: tuple) -> float:
    """The date as files have it; archives know no time zone, and some hold no date at all."""
    try:
        return datetime(*date).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _is_zip_name(name: str) -> bool:
    return name.lower().endswith(".zip")


def _too_large(size: int) -> str:
    return f"it is larger than {LARGEST // 1_000_000} MB"

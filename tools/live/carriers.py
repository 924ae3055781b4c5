"""What carries parts: a folder, a wheel, an archive of a release, one inside of the other or not."""

import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError)
ENDS_OF_TAR = (".tar.bz2", ".tar.gz", ".tgz", ".tar.xz", ".tar")


def carried(place: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file with a wanted name, wherever it stands in `place`.

    `place` is such a file, an archive, or a folder of them. An archive that is broken has nothing.
    """
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if path.name in wanted:
            yield path.name, path.read_bytes()
        elif read := _reader(path):
            try:
                yield from read(path, wanted)
            except BROKEN:
                continue


def _reader(path: Path):
    if path.name.endswith(ENDS_OF_TAR):
        return _in_tar
    return _in_zip if path.suffix in (".whl", ".zip") else None


def _in_zip(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if (name := member.rpartition("/")[2]) in wanted:
                yield name, archive.read(member)


def _in_tar(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    # As a stream: a release has 400 MB, and going back in it means to unpack it again.
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if (name := member.name.rpartition("/")[2]) in wanted and member.isfile():
                yield name, archive.extractfile(member).read()

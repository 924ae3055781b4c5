"""Writes the address of this repository where a reader starts, and takes it out again.

`make links REPO=owner/name` keeps the address in pyproject.toml and makes from it a link to Binder
for each lesson in the README's map, and the line that installs the course in a hosted notebook.
`make links REPO=` takes all of it out: where nobody has published the course, no link is dead.
"""

import argparse
import re
import sys

from tools.course import PYPROJECT, README, lesson_map, read_course, repository, with_map

HOST = "https://github.com/"
NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
SECTION = re.compile(r'\[project\.urls\]\nRepository = "[^"]*"\n\n')
BEFORE = "[tool.hatch.build.targets.wheel]\n"
UNKNOWN = "ADDRESS-OF-THIS-REPOSITORY"
LINE = re.compile(r'(%pip install "dlfs-course\[hosted\] @ git\+)[^"]*"')


def address_of(name: str) -> str | None:
    """Return the address of the repository `name`, which is `owner/name` or the address itself.

    Returns None for an empty name; raises ValueError for anything else.
    """
    short = name.strip().removeprefix(HOST).rstrip("/").removesuffix(".git")
    if not short:
        return None
    if not NAME.fullmatch(short):
        raise ValueError(f"{name!r} is no repository: owner/name is expected, or {HOST}owner/name.")
    return HOST + short


def with_address(pyproject: str, address: str | None) -> str:
    """Return pyproject.toml's text with `address` as the repository, or with none."""
    bare = SECTION.sub("", pyproject)
    section = f'[project.urls]\nRepository = "{address}"\n\n' if address else ""
    return bare.replace(BEFORE, section + BEFORE)


def with_hosted_line(readme: str, address: str | None) -> str:
    """Return the README's text with the line that installs the course from `address`."""
    return LINE.sub(rf'\g<1>{address or UNKNOWN}"', readme)


def write(address: str | None) -> list[str]:
    """Bring pyproject.toml and the README up to date; return the names of the changed files."""
    pyproject = with_address(PYPROJECT.read_text(encoding="utf-8"), address)
    changed = _store(PYPROJECT, pyproject)
    readme = with_hosted_line(README.read_text(encoding="utf-8"), address)
    return changed + _store(README, with_map(readme, lesson_map(read_course())))


def _store(path, text: str) -> list[str]:
    if path.read_text(encoding="utf-8") == text:
        return []
    path.write_text(text, encoding="utf-8", newline="\n")
    return [path.name]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repository", metavar="owner/name", help="empty: take the links out")
    given = parser.parse_args()
    if given.repository is None:
        print(f"The repository's address: {repository() or 'not set'}. make links REPO=owner/name")
        return 0
    try:
        changed = write(address_of(given.repository))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Written: {', '.join(changed)}." if changed else "Everything was as it should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Trained values in a file: NumPy's .npz, an array under the name of each variable."""

from __future__ import annotations

import os
from collections.abc import Iterable

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import GraphError, brief, explain
from dlfs.graph import Variable, describe


@fitting
def save(path, variables: Iterable[Variable]) -> None:
    """Write the values of `variables` to the file `path`, all or nothing.

    A file that is there is replaced when the new one is complete. `np.load(path)` reads it.
    Raises a DlfsError where two variables share a name, and Python's OSError where the place
    cannot be written to.
    """
    from tempfile import NamedTemporaryFile  # only here: most programs save nothing

    named = _by_name(variables)
    path = os.path.abspath(path)
    with NamedTemporaryFile(dir=os.path.dirname(path), suffix=".npz", delete=False) as file:
        try:
            _write(file, named)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            file.close()
            os.remove(file.name)
            raise


@fitting
def load(path, variables: Iterable[Variable]) -> None:
    """Give `variables` the values that `save` wrote to the file `path`: all of them, or none.

    Raises a DlfsError where the file has other names or shapes than the variables, or is no such
    file, and Python's OSError where it cannot be read.
    """
    named = _by_name(variables)
    values = _read(path)
    if values.keys() != named.keys():
        raise GraphError(explain(
            f"the file {brief(os.fspath(path))} has other names than the variables: "
            f"{_listed(values.keys() - named.keys())} is only in the file, "
            f"{_listed(named.keys() - values.keys())} only among the variables.",
            way_out="build the same model, with the same names: Variable(value, name='W')",
        ))
    for name, W in named.items():
        if values[name].shape != W.value.shape or values[name].dtype.kind != "f":
            raise GraphError(explain(
                f"what the file {brief(os.fspath(path))} has for {name}, shape "
                f"{values[name].shape} of {values[name].dtype}, fits no variable of shape "
                f"{W.value.shape}.",
                f"node: {describe(W)}",
                way_out="build the model that was saved, with layers of the same size",
            ))
    for name, W in named.items():
        W.value = values[name]


def _by_name(variables) -> dict[str, Variable]:
    one = isinstance(variables, Variable)
    variables = [variables] if one or not np.iterable(variables) else list(variables)
    for W in variables:
        if not isinstance(W, Variable):
            raise GraphError(explain(
                f"{brief(W)} is no Variable: there is no value to keep.",
                way_out="give the Variables in a list: save(path, [W, b])",
            ))
    named = {W.name: W for W in variables}
    if len(named) < len({*variables}):
        raise GraphError(explain(
            f"two of the variables have one name: {_listed(W.name for W in variables)}.",
            way_out="give each a name of its own: Variable(value, name='W1')",
        ))
    return named


def _listed(names) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _write(file, named: dict[str, Variable]) -> None:
    from zipfile import ZipFile

    # np.savez takes the names as arguments: a variable could not be called `file`.
    with ZipFile(file, "w") as archive:
        for name, W in named.items():
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, W.value, allow_pickle=False)


def _read(path) -> dict[str, np.ndarray]:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            return {name.removesuffix(".npy"): _array(archive, name) for name in archive.namelist()}
    except (BadZipFile, ValueError, EOFError) as error:
        raise GraphError(explain(
            f"the file {brief(os.fspath(path))} holds no values of variables: {error}.",
            way_out="load a file that dlfs.train.save has written",
        )) from error


def _array(archive, name: str) -> np.ndarray:
    with archive.open(name) as member:
        return np.lib.format.read_array(member, allow_pickle=False)

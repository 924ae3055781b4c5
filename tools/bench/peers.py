"""The same steps in other libraries, each as its own documentation would write them.

A library that is not installed, or that fails, is named with its reason.
"""

import importlib
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from tools.bench.problems import BETA1, BETA2, EPSILON, MOMENTUM, Problem
from tools.course import ROOT

PINNED = ("constraints.txt", "tools/bench/constraints.txt")


def autograd(problem: Problem) -> Callable[[], float]:
    import autograd.numpy as np
    from autograd import value_and_grad

    X, c, rate = problem.points, problem.classes, problem.rate
    layers = [(W.copy(), b.copy()) for W, b in problem.layers]

    def loss(layers):
        *hidden, (W, b) = layers
        h = X
        for V, d in hidden:
            h = np.maximum(h @ V + d, 0)
        a = h @ W + b
        a = a - np.max(a, axis=1, keepdims=True)
        if problem.loss == "log":
            e = np.exp(a)
            return -np.sum(c * np.log(e / np.sum(e, axis=1, keepdims=True)))
        log_p = a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))
        return -np.mean(np.sum(c * log_p, axis=1))

    loss_and_gradients = value_and_grad(loss)

    def step() -> float:
        nonlocal layers
        J, gradients = loss_and_gradients(layers)
        layers = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(layers, gradients)]
        return float(J)

    return step


def mygrad(problem: Problem) -> Callable[[], float]:
    import mygrad as mg
    from mygrad.nnet.activations import logsoftmax, softmax

    X, c, rate = problem.points, problem.classes, problem.rate
    layers = [(mg.tensor(W.copy()), mg.tensor(b.copy())) for W, b in problem.layers]

    def step() -> float:
        *hidden, (W, b) = layers
        h = X
        for V, d in hidden:
            h = mg.maximum(h @ V + d, 0)
        a = h @ W + b
        if problem.loss == "log":
            J = -mg.sum(c * mg.log(softmax(a)))
        else:
            J = -mg.mean(mg.sum(c * logsoftmax(a), axis=1))
        J.backward()
        for layer in layers:
            for W in layer:
                W.data -= rate * W.grad
                W.null_grad()
        return J.item()

    return step


def torch(problem: Problem) -> Callable[[], float]:
    import torch
    from torch.nn.functional import cross_entropy

    torch.set_num_threads(1)
    X, c, rate = torch.tensor(problem.points), torch.tensor(problem.classes), problem.rate
    layers = [[torch.tensor(W, requires_grad=True) for W in layer] for layer in problem.layers]
    variables = [W for layer in layers for W in layer]
    remembering = {
        "momentum": lambda: torch.optim.SGD(variables, rate, momentum=MOMENTUM),
        "Adam": lambda: torch.optim.Adam(variables, rate, (BETA1, BETA2), EPSILON),
    }
    optimizer = remembering.get(problem.optimizer, lambda: None)()

    def step() -> float:
        *hidden, (W, b) = layers
        h = X
        for V, d in hidden:
            h = torch.relu(h @ V + d)
        a = h @ W + b
        if problem.loss == "log":
            J = -torch.sum(c * torch.log(torch.softmax(a, dim=1)))
        else:
            J = cross_entropy(a, c)
        J.backward()
        if optimizer is not None:
            optimizer.step()
            optimizer.zero_grad()
            return J.item()
        with torch.no_grad():
            for W in variables:
                W.sub_(W.grad, alpha=rate)
                W.grad = None
        return J.item()

    return step


def jax(problem: Problem) -> Callable[[], float]:
    import jax
    import jax.numpy as np

    jax.config.update("jax_enable_x64", True)
    X, c, rate = np.asarray(problem.points), np.asarray(problem.classes), problem.rate
    layers = [tuple(map(np.asarray, layer)) for layer in problem.layers]

    def loss(layers, X, c):
        *hidden, (W, b) = layers
        h = X
        for V, d in hidden:
            h = jax.nn.relu(h @ V + d)
        a = h @ W + b
        if problem.loss == "log":
            return -np.sum(c * np.log(jax.nn.softmax(a)))
        return -np.mean(np.sum(c * jax.nn.log_softmax(a), axis=1))

    start, update = JAX_UPDATES[problem.optimizer]
    memory = start(layers)

    @jax.jit
    def stepped(layers, memory, X, c):
        J, gradients = jax.value_and_grad(loss)(layers, X, c)
        return *update(jax, layers, gradients, memory, rate), J

    def step() -> float:
        nonlocal layers, memory
        layers, memory, J = stepped(layers, memory, X, c)
        return float(J)

    return step


def zeros_like(layers) -> list[tuple]:
    return [tuple(0 * W for W in layer) for layer in layers]


def jax_descent(jax, layers, gradients, memory, rate):
    return jax.tree.map(lambda W, G: W - rate * G, layers, gradients), memory


def jax_momentum(jax, layers, gradients, velocities, rate):
    velocities = jax.tree.map(lambda V, G: MOMENTUM * V + G, velocities, gradients)
    return jax.tree.map(lambda W, V: W - rate * V, layers, velocities), velocities


def jax_adam(jax, layers, gradients, memory, rate):
    t, means, squares = memory[0] + 1, *memory[1:]
    means = jax.tree.map(lambda m, G: BETA1 * m + (1 - BETA1) * G, means, gradients)
    squares = jax.tree.map(lambda s, G: BETA2 * s + (1 - BETA2) * G * G, squares, gradients)

    def moved(W, m, s):
        return W - rate * m / (1 - BETA1**t) / ((s / (1 - BETA2**t)) ** 0.5 + EPSILON)

    return jax.tree.map(moved, layers, means, squares), (t, means, squares)


JAX_UPDATES = {
    "descent": (lambda layers: None, jax_descent),
    "momentum": (zeros_like, jax_momentum),
    "Adam": (lambda layers: (0, zeros_like(layers), zeros_like(layers)), jax_adam),
}
# What a column is called, the package, and the step.
PEERS = {
    "autograd": ("autograd", autograd),
    "MyGrad": ("mygrad", mygrad),
    "PyTorch eager": ("torch", torch),
    "jax.jit": ("jax", jax),
}


def requirements(extras: tuple[str, ...] = ("bench", "twin")) -> list[str]:
    """What these extras of pyproject.toml ask for: the other libraries."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        known = tomllib.load(file)["project"]["optional-dependencies"]
    return [requirement for extra in extras for requirement in known[extra]]


def install(pinned: bool, without: list[str], extras: tuple[str, ...] = ("bench", "twin")) -> None:
    """Install each library by itself, so that one that fails takes no other with it."""
    constraints = [word for path in PINNED for word in ("-c", path)] if pinned else []
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    for requirement in requirements(extras):
        package = requirement.partition(">")[0]
        if package not in without and version_of(package) is None:
            print(f"Installing {package} ...", flush=True)
            subprocess.call([*pip, *constraints, requirement], cwd=ROOT)


def version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def why_not(package: str) -> str | None:
    """Why a library cannot take part, in words; None if it can."""
    if version_of(package) is None:
        return "not installed"
    try:
        importlib.import_module(package)
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None

"""CONTRIBUTING.md tells the truth, and so do the files beside it that readers and machines use."""

import re
import textwrap

import numpy as np
import pytest
import yaml

import dlfs
from dlfs import gradients, operations, train
from tests.engine import table, test_operations, test_optimizers
from tools.course import PYPROJECT, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*-*.yml"))
# Files that a recipe makes, and what stands for a name.
NEW = re.compile(r"NAME|/10_|/10\.|_10\.|10_\w+\.ipynb|04_guide\.md$")


def recipe(heading: str) -> str:
    return re.search(rf"^## {heading}.*?\n(.*?)(?=^## |\Z)", TEXT, re.M | re.DOTALL)[1]


def code_of(heading: str) -> list[str]:
    """Return the Python of a recipe, block by block."""
    blocks = re.findall(r"^ *```python\n(.*?)^ *```", recipe(heading), re.M | re.DOTALL)
    return [textwrap.dedent(block) for block in blocks]


def named_paths(text: str) -> set[str]:
    spans = re.findall(r"`([^`\s]+/[^`\s]+\.\w+)`", text)
    return {span for span in spans if not NEW.search(span)}


def test_every_file_that_it_names_is_there():
    assert len(named_paths(TEXT)) > 12
    assert [path for path in named_paths(TEXT) if not (ROOT / path).is_file()] == []


def test_every_command_is_a_target_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", TEXT))
    assert {"edit", "notebooks", "test", "review", "lab"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.M)] == []


LIMITS = {"An operation": 4, "An optimizer": 4, "A question": 3, "An exercise": 4, "An explorer": 6}


@pytest.mark.parametrize("heading", LIMITS)
def test_a_recipe_touches_few_files(heading):
    said = int(re.search(rf"^## {heading}: (\d) files$", TEXT, re.M)[1])
    assert len(re.findall(r"^\d\. ", recipe(heading), re.M)) == said <= LIMITS[heading]


def test_the_recipe_of_an_operation_makes_one_that_is_right(monkeypatch):
    operation, gradient, line = code_of("An operation")
    names = dict(vars(operations))
    exec(operation, names)
    monkeypatch.setattr(operations, "softplus", names["softplus"], raising=False)
    exec(gradient, dict(vars(gradients)))
    made = eval(line.strip().rstrip(","), vars(table))
    test_operations.assert_right(made, [np.array([[0.3, -1.2], [0.0, 2.0]])], {})
    gradients._gradient_registry.pop(names["softplus"])


def test_the_recipe_of_an_optimizer_makes_one_that_is_right(monkeypatch):
    optimizer, by_hand, line = code_of("An optimizer")
    names = dict(vars(train))
    exec(optimizer, names)
    monkeypatch.setattr(dlfs.train, "Momentum", names["Momentum"], raising=False)
    names = dict(vars(test_optimizers))
    exec(by_hand, names)
    made = eval(line.strip().rstrip(","), names)
    given = {"learning_rate": 0.2, "momentum": 0.9}
    found = test_optimizers.trained(made, [2.0, -1.0], [1.0, 3.0], 4, given)
    expected = test_optimizers.by_hand(made, [2.0, -1.0], [1.0, 3.0], 4, given)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_says_what_the_format_asks_for_and_the_version_of_the_course():
    told = citation()
    assert told["cff-version"] == "1.2.0" and {"message", "title"} <= set(told)
    assert told["authors"] == [{"name": "the dlfs-course contributors"}]
    assert f'version = "{told["version"]}"' in PYPROJECT.read_text(encoding="utf-8")


def test_the_versions_of_the_changelog_end_with_the_one_of_the_course():
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[0] == "Unreleased" and citation()["version"] == heads[1]


def faults_of_form(form: dict) -> list[str]:
    """Return what keeps a form from being shown, in words."""
    missing = [f"no {key}" for key in ("name", "description", "body") if not form.get(key)]
    fields = form.get("body") or []
    missing += [f"a field of type {field.get('type')}" for field in fields
                if field.get("type") not in ("input", "textarea")]  # fmt: skip
    missing += ["a field without a label" for field in fields
                if not field.get("attributes", {}).get("label")]  # fmt: skip
    twice = len({field.get("id") for field in fields}) < len(fields)
    return missing + ["two fields with one id"] * twice + ["too many fields"] * (len(fields) > 4)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_can_be_shown_and_is_short(path):
    assert faults_of_form(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


def test_a_broken_form_is_found():
    assert len(FORMS) == 2
    field = {"type": "text", "id": "a", "attributes": {}}
    assert faults_of_form({"name": "a", "body": [field, field]}) == [
        "no description", *["a field of type text"] * 2, *["a field without a label"] * 2,
        "two fields with one id",
    ]  # fmt: skip

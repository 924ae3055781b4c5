# `make` alone prints what there is to do.
#   PYTHON=python3.12   the Python that makes the environment .venv (default: python3)
#   CONSTRAINTS=        install the newest versions instead of those of constraints.txt

PYTHON =
CONSTRAINTS = constraints.txt
ARGS =
FRESH =
DIR =
EXTRAS =

SYSTEM_PYTHON = $(or $(PYTHON),python3)
RUN = .venv/bin/python -m

.DEFAULT_GOAL = help
.PHONY: help environment lab test test-all notebooks class roster constraints site test-site

help:
	@echo 'make lab               copy the lessons into my/ and open them in JupyterLab'
	@echo '     FRESH=04          add a new copy of lesson 4 beside yours'
	@echo '     ARGS=--no-browser for a server: print the address, open no browser'
	@echo 'make test              everything is proved: the library, the lessons, this house'
	@echo ''
	@echo 'For instructors'
	@echo 'make class             dist/dlfs-class.zip: the lessons for a learning platform'
	@echo 'make roster DIR=...    one table of the reports that a class handed in'
	@echo 'make site              dist/site: the lessons as web pages, for readers without Jupyter'
	@echo ''
	@echo 'For maintainers'
	@echo 'make notebooks         run all lessons and store their outputs'
	@echo '     ARGS=04           lesson 4 and its solutions only; ARGS=--times measures'
	@echo 'make test-all          make test, and the slow ones'
	@echo 'make test-site         the web pages, in a browser'
	@echo 'make constraints       write constraints.txt: the newest versions that fit'
	@echo ''
	@echo 'PYTHON=python3.12 chooses the Python; CONSTRAINTS= installs the newest versions.'

environment:
	@command -v $(SYSTEM_PYTHON) >/dev/null || { echo '$(SYSTEM_PYTHON) is not installed:' \
	  'the course needs Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv)'; exit 1; }
	@$(SYSTEM_PYTHON) -m tools.environment --constraints '$(CONSTRAINTS)' $(if $(EXTRAS),--extras $(EXTRAS)) $(if $(PYTHON),--this-python)

lab: environment
	@$(RUN) tools.lab $(if $(FRESH),--fresh $(FRESH)) $(ARGS)

test: environment
	@$(RUN) tools.testing

test-all: environment
	@$(RUN) tools.testing --all

notebooks: environment
	@$(RUN) tools.notebooks $(ARGS)

class: environment
	@$(RUN) tools.students

roster: environment
	@$(RUN) tools.roster $(DIR)

site test-site: EXTRAS = site

site: environment
	@$(RUN) tools.site $(ARGS)

test-site: environment
	@$(RUN) pytest -p no:nbval tests/site --require-everything

constraints: environment
	@$(RUN) pip install --quiet --disable-pip-version-check uv
	@$(RUN) uv pip compile pyproject.toml --extra course --extra test --output-file constraints.txt \
	  --universal --python-version 3.11 --upgrade --quiet --no-annotate \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make constraints'

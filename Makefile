# `make` alone prints what there is to do.
#   PYTHON=python3.12   the Python that makes the environment .venv (default: python3)
#   CONSTRAINTS=        install the newest versions instead of those of constraints.txt

PYTHON =
CONSTRAINTS = constraints.txt
ARGS =
FRESH =
DIR =
FORM =
REPO =
EXTRAS =
SINCE =
PARTS =
LIVE =

COMMA = ,
SYSTEM_PYTHON = $(or $(PYTHON),python3)
PLATFORMS = class,grading
ALL_TESTED = handouts,$(PLATFORMS)
RUN = .venv/bin/python -m
INSTALL = $(SYSTEM_PYTHON) -m tools.environment --constraints '$(CONSTRAINTS)' \
  $(if $(PYTHON),--this-python)

.DEFAULT_GOAL = help
.PHONY: help environment lab edit review test test-all test-handouts test-site test-live test-platforms test-browser test-cluster test-twins notebooks handouts \
  site live class quiz stick hub roster links bench mutation constraints

help:
	@echo 'make lab               copy the lessons into my/ and open them in JupyterLab'
	@echo '     FRESH=04          add a new copy of lesson 4 beside yours'
	@echo '     ARGS=--no-browser for a server: print the address, open no browser'
	@echo 'make test              everything is proved: the library, the lessons, this house'
	@echo '     ARGS=04           what is written for lesson 4, and its notebooks, in half a minute'
	@echo '     ARGS=gd-4         one question or exercise, in ten seconds'
	@echo ''
	@echo 'For instructors'
	@echo 'make handouts          dist/handouts/: worksheets, the same with answers, cards, an exam'
	@echo '     ARGS=04           those of lesson 4 only'
	@echo 'make site              dist/site/: the lessons as web pages, for readers without Jupyter'
	@echo '     LIVE=1            with the live edition below it, each page linked to its live one'
	@echo 'make live              dist/live/: the lessons run in a browser, from one folder'
	@echo '     PARTS=its/path    a folder or archive that has Pyodide and the wheels; no network is needed'
	@echo 'make class             dist/dlfs-class.zip: the lessons for a learning platform'
	@echo '     ARGS=04           lesson 4 only, dist/dlfs-class-04.zip'
	@echo '     FORM=nbgrader     dist/nbgrader/: assignments that grade themselves'
	@echo 'make stick             dist/stick-.../: installs the course without a network, on this system'
	@echo '     ARGS="--system windows --machine x86_64 --python 3.12"  on another'
	@echo 'make hub               .venv-hub: a server for the class, by docs/hub.md'
	@echo 'make quiz              dist/quiz/: the questions for the question bank of Moodle'
	@echo 'make roster DIR=...    tables of the reports that a class handed in'
	@echo ''
	@echo 'For maintainers (CONTRIBUTING.md tells how to add something)'
	@echo 'make edit              open the lessons themselves in JupyterLab'
	@echo 'make notebooks         run all lessons and store their outputs'
	@echo '     ARGS=04           lesson 4 and its solutions only; ARGS=--times measures'
	@echo '                       and say which typed numbers no longer hold; ARGS=--mend writes'
	@echo '                       in those that are known, ARGS=--numbers says it without a run'
	@echo 'make review            what has changed in the lessons, as text: no bytes of pictures'
	@echo '     SINCE=main        since this branch or commit'
	@echo 'make test-all          make test, and the slow ones'
	@echo 'make test-handouts     the handouts, printed by pandoc and Typst'
	@echo 'make test-site         the web pages, in a browser'
	@echo 'make test-platforms    nbgrader, Moodle, a stick, a server: what a class works with'
	@echo "     ARGS=\"-m ''\"      every lesson in nbgrader's hands"
	@echo 'make test-browser      every lesson in a real browser, by mouse and by keyboard'
	@echo "     ARGS=\"-m ''\"      in Notebook 7, too, every one of them"
	@echo 'make test-live         a lesson of the live edition in a browser, without a network'
	@echo '     ARGS=--in-firefox in Firefox'
	@echo "     ARGS=\"-m ''\"      every lesson"
	@echo 'make test-cluster      two workers of Dask on this machine, one of them killed'
	@echo 'make test-twins        lesson 13 beside PyTorch and JAX, which it installs'
	@echo '     ARGS="--without torch"  leave one out'
	@echo 'make bench             measure beside other libraries, write docs/benchmarks.md'
	@echo '     ARGS="--without torch"  leave one out; ARGS=--quick prints the steps alone'
	@echo 'make mutation          small changes in the engine, and whether its tests find them'
	@echo '     ARGS="--sample 20"  a smaller sample'
	@echo 'make links REPO=...    owner/name on GitHub: links that open the lessons in Binder'
	@echo 'make constraints       write constraints.txt: the newest versions that fit'
	@echo ''
	@echo 'PYTHON=python3.12 chooses the Python; CONSTRAINTS= installs the newest versions.'

environment:
	@command -v $(SYSTEM_PYTHON) >/dev/null || { echo '$(SYSTEM_PYTHON) is not installed:' \
	  'the course needs Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv)'; exit 1; }
	@$(INSTALL) $(if $(EXTRAS),--extras $(EXTRAS))

# What most never need is installed when somebody asks for it.
handouts test-handouts: EXTRAS = handouts
test-all: EXTRAS = $(ALL_TESTED)
site test-site: EXTRAS = site$(if $(LIVE),$(COMMA)live)
test-platforms: EXTRAS = $(PLATFORMS)
test-browser: EXTRAS = browser
test-cluster: EXTRAS = cluster
live: EXTRAS = live
test-live: EXTRAS = live,browser
class stick roster: EXTRAS = class

lab: environment
	@$(RUN) tools.lab $(if $(FRESH),--fresh $(FRESH)) $(ARGS)

edit: environment
	@$(RUN) tools.lab --edit $(ARGS)

review: environment
	@$(RUN) tools.review $(SINCE)

test: environment
	@$(RUN) tools.testing $(ARGS)

test-all: export DLFS_NEEDED = $(ALL_TESTED)
test-all: environment
	@$(RUN) tools.testing --all

test-handouts: export DLFS_NEEDED = handouts
test-handouts: environment
	@$(RUN) pytest -p no:nbval -n auto --dist loadfile -m '' tests/handouts

test-site: environment
	@$(RUN) pytest -p no:nbval -n 2 --dist load tests/site --require-everything $(ARGS)

test-platforms: export DLFS_NEEDED = $(PLATFORMS)
test-platforms: environment
	@$(RUN) pytest -p no:nbval -n 2 --dist loadgroup tests/platforms $(ARGS)

test-browser: environment
	@$(RUN) pytest -p no:nbval -n 2 --dist loadscope tests/browser $(ARGS)

test-live: environment
	@$(RUN) pytest -p no:nbval tests/live $(ARGS)

test-cluster: export DLFS_NEEDED = cluster
test-cluster: environment
	@$(RUN) pytest -p no:nbval tests/cluster $(ARGS)

# In the environment of `make bench`: the one of the lessons has neither PyTorch nor JAX.
test-twins:
	@$(INSTALL) --folder .venv-bench
	@.venv-bench/bin/python -m tools.twins $(if $(CONSTRAINTS),,--newest) $(ARGS)

notebooks: environment
	@$(RUN) tools.notebooks $(ARGS)

handouts: environment
	@$(RUN) tools.handouts $(ARGS)

site: environment
	@$(RUN) tools.site $(if $(LIVE),--live $(if $(PARTS),--parts '$(PARTS)')) $(ARGS)

live: environment
	@$(RUN) tools.live $(if $(PARTS),--parts '$(PARTS)')

class: environment
	@$(RUN) tools.students $(if $(FORM),--form $(FORM)) $(ARGS)

stick: environment
	@$(RUN) tools.stick $(ARGS)

quiz: environment
	@$(RUN) tools.quiz $(ARGS)

# The folder's name may hold spaces and quotation marks.
roster: export DLFS_REPORTS = $(DIR)
roster: environment
	@$(RUN) tools.roster "$$DLFS_REPORTS" $(ARGS)

# `make links REPO=` takes the links out, and `make links` says how things stand.
links: environment
	@$(RUN) tools.links $(if $(filter command,$(firstword $(origin REPO))),--repository '$(REPO)')

bench:
	@$(INSTALL) --folder .venv-bench
	@.venv-bench/bin/python -m tools.bench $(if $(CONSTRAINTS),,--newest) $(ARGS)

# A server's environment is for all users of the machine, so its Python must not lie in a home.
hub:
	@$(INSTALL) --folder .venv-hub --extras hub
	@command -v npm >/dev/null || { echo 'npm is not installed: it brings the proxy that the' \
	  'server needs (Debian, Ubuntu: sudo apt install npm)'; exit 1; }
	@npm install --silent --prefix .venv-hub/proxy configurable-http-proxy

mutation: environment
	@$(RUN) tools.mutation $(ARGS)

constraints: environment
	@$(RUN) pip install --quiet --disable-pip-version-check uv
	@$(RUN) uv pip compile pyproject.toml --extra course --extra test --extra handouts --extra site \
	  --extra browser --extra class --extra grading --extra hub --extra live --extra cluster --output-file constraints.txt --universal --python-version 3.11 --upgrade \
	  --quiet --no-annotate --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make constraints'

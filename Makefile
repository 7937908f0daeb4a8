# Two commands on a fresh machine with Python 3.11+ and make:
#   make report    sets up .venv and checks the reports of corpus/; look at results/audit/index.html
#   make test      passes the tests
# The others: slow, lab, bench, bench-corpus, accuracy, notebooks, gold, browser, lint, types, format, pins, clean. Running one again installs nothing.

VENV ?= .venv
# The first Python on the path that is new enough; `make PYTHON=/path/to/python report` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation
# Folder or files that `make report` and `make bench` look at.
REPORTS ?= corpus/reports
RESULTS ?= results
# How many tests run at a time: a number, or auto for as many as there are processors. The files of tests are shared out whole.
JOBS ?= auto
TESTS := -m pytest -n $(JOBS) --dist loadfile tests --ignore=tests/browser --ignore=tests/gold

.PHONY: report test slow lab bench bench-corpus accuracy notebooks gold browser lint types format pins install install-dev clean

report: install
	@mkdir -p $(RESULTS)
	@status=0; $(BIN)/ogi check $(REPORTS) --json $(RESULTS)/reports.json --html $(RESULTS)/audit || status=$$?; \
	if [ $$status -gt 2 ] || [ ! -s $(RESULTS)/reports.json ]; then echo "make report: ogi ended with status $$status: see the lines above." >&2; exit $$status; fi; \
	if [ $$status -eq 2 ]; then printf '%s\n' "有文件没有读, 原因见上; 扫描件需要 $(PIP) install '.[scan]', 旧版 Word 文件需要安装 LibreOffice。" \
		"Some files were not read, for the reasons above: scans need $(PIP) install '.[scan]', old Word files need LibreOffice." >&2; fi
	@$(BIN)/ogi corpus build corpus/simulated/manifest.csv -o $(RESULTS)/store --quiet
	@echo
	@echo "网页 / pages:  $(RESULTS)/audit/index.html"
	@echo "数据 / data:   $(RESULTS)/reports.json"
	@echo "语料 / corpus: $(RESULTS)/store"

test: install-dev
	$(BIN)/python $(TESTS) -m "not slow"

slow: install-dev
	$(BIN)/python $(TESTS) -m slow

lab: install
	$(BIN)/jupyter lab --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None notebooks/01_read_one_report.ipynb

bench: install
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks.run $(if $(QUICK),--quick) --reports $(REPORTS) --json $(RESULTS)/bench.json

# Corpora of simulated reports: 1,000 and 10,000 (SIZES="1000 10000 50000" for more) and 300 PDF (PDF=0: none).
bench-corpus: install-dev
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks.corpus $(if $(SIZES),--sizes $(SIZES)) $(if $(PDF),--pdf $(PDF)) --json $(RESULTS)/bench-corpus.json --docs $(RESULTS)

accuracy: install-dev
	$(BIN)/python -m benchmarks.accuracy $(if $(MISSES),--misses)

# A warning in a cell is an error (a Chinese glyph that no font has is such a warning); ipykernel's own pending deprecation is not ours.
notebooks: install-dev
	PYTHONWARNINGS=error,ignore::PendingDeprecationWarning $(BIN)/python -m pytest --nbmake --nbmake-timeout=300 notebooks

gold: install-dev
	$(BIN)/python -m pytest tests/gold

browser: install-dev
	$(BIN)/python -m pytest tests/browser

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev
	$(BIN)/mypy

format: install-dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

# The stamp file says that .venv is as the pins want it.
$(VENV)/.installed: requirements-build.txt requirements.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALL) -r requirements-build.txt
	$(INSTALL) -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found; install it, or say where it is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module with pip; on Debian and Ubuntu install it with: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Renews the pins from pyproject.toml (`make pins UPGRADE=--upgrade` for newer releases). It needs uv (pip install uv); nothing else
# here does. --universal: one file for Linux, macOS and Windows, x86_64 and arm64, Python 3.11 and newer, with the hashes of all
# files of a release. PIN_LIMITS: 26.x of the first has no ready-made file for macOS on Intel.
UPGRADE ?=
PIN_LIMITS := argon2-cffi-bindings<26
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(UPGRADE)
pins:
	echo 'setuptools>=77' | $(UV_COMPILE) --generate-hashes -o requirements-build.txt -
	echo '$(PIN_LIMITS)' | $(UV_COMPILE) --generate-hashes -c /dev/stdin --extra notebooks -o requirements.txt pyproject.toml
	$(UV_COMPILE) --generate-hashes -c requirements.txt --extra notebooks --extra dev --extra scan --extra cluster --extra fast --extra simulate -o requirements-dev.txt pyproject.toml
	$(UV_COMPILE) -c requirements.txt --extra notebooks -o requirements-versions.txt pyproject.toml

clean:
	rm -rf $(VENV) $(RESULTS) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

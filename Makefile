# make inspect [SITE=https://…]  set up, then play the bundled sample office (or inspect a real site)
# make test                      set up, then run every test
# make ocr                       add text recognition of scans and pictures
# make lint | benchmark | wheel  for developers
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
SITE   ?=
OUT    ?= inspections
# every inspection and most tests start several processes: none of them is to compile our code again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: inspect test ocr lint format benchmark wheel clean
inspect: $(STAMP)
	@$(BIN)/python -m sample.inspect --out "$(OUT)" $(if $(SITE),"$(SITE)")

test: $(STAMP) lint
	$(BIN)/python -m pytest -n auto --dist loadfile

# text recognition of scans and pictures: 150 MB more to fetch, so only where it is wanted
ocr: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[ocr]'

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(STAMP)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.words
	$(BIN)/python -m benchmarks.check

wheel: $(STAMP)
	$(BIN)/python -m build --wheel

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo '需要 Python 3.11 或更新版本(Debian/Ubuntu:apt install python3 python3-venv)。'; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo '缺少 python3-venv,请先执行:apt install python3-venv'; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

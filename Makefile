# Everything runs from one virtual environment that the lock file describes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench lock clean

demo: $(VENV)/.ready
	$(BIN)/nastavnik demo

test: $(VENV)/.bench
	$(BIN)/python -m pytest --numprocesses auto

check: $(VENV)/.bench
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.append --seconds 3
	$(BIN)/python -m benchmarks.trust
	$(BIN)/python -m benchmarks.asof

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Django, which only benchmarks and their test need.
$(VENV)/.bench: $(VENV)/.ready benchmarks/requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r benchmarks/requirements.lock
	touch $@

# Needs uv on the PATH; the files it writes name no package host.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

lock:
	$(COMPILE) --extra dev -o requirements.lock
	$(COMPILE) --extra bench --constraint requirements.lock -o benchmarks/requirements.lock

clean:
	rm -rf $(VENV) .nastavnik .pytest_cache .mypy_cache .ruff_cache .hypothesis

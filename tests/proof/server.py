"""A process that has loaded the program and forks once per command: a thousand runs without a thousand starts.

Comes in: one JSON object a line (`words`, `cwd`, `env`, `out`, `err`). Goes out: `{"pid": …}` at once, `{"code": …}` at
the end (negative: the signal) unless it was to run in the `background`. The child leads its own process group, so that
a kill takes its workers along.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import sys
import traceback
from contextlib import suppress
from functools import _lru_cache_wrapper
from inspect import signature

from jinja2 import UndefinedError

from kiosk import resources
from kiosk.pages import templates
from kiosk.workspace import keys
from posters import qr


def load_everything() -> None:
    """Import all of `kiosk` and the libraries that it loads late."""
    import kiosk

    for module in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
        # Migrations are run by their library alone.
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    for name in ("uvicorn", "sqlite3", "multiprocessing.popen_fork", "concurrent.futures.process"):
        importlib.import_module(name)


def remember_what_lasts() -> None:
    """Work out what a process remembers for its whole life and what depends on the program alone (recipes, forms of
    records, templates, blank symbols), so that no child does it again. The collector then leaves all of it alone:
    a child neither looks through it nor copies its pages."""
    for module in [module for name, module in sys.modules.items() if name.startswith(("kiosk.", "posters."))]:
        for function in vars(module).values():
            if isinstance(function, _lru_cache_wrapper) and not signature(function).parameters:
                function()
    for make in (keys.make_drawing_recipe, keys.make_paging_recipe, keys.make_indexing_recipe, keys.name_spans):
        make()
    for name in (keys.name_symbol, keys.name_data, keys.name_reading, keys.name_proof):
        name("")
    for length in range(20, 200, 20):
        qr.make_symbol("x" * length)
    for template in resources.find_templates().iterdir():
        with suppress(UndefinedError):
            templates.render(template.name, {})
    gc.collect()
    gc.freeze()


def run_child(order: dict[str, object]) -> None:
    """Become the command: folder, environment, outputs, faults; never returns."""
    os.setsid()
    os.chdir(str(order["cwd"]))
    os.environ.update({str(k): str(v) for k, v in dict(order["env"]).items()})  # type: ignore[call-overload]
    for number, name in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(str(name), flags, 0o600), number)
    sys.argv = ["kiosk", *map(str, order["words"])]  # type: ignore[call-overload]
    from kiosk.cli import main

    code = 0
    arm = getattr(ctypes.CDLL(None), "proof_arm", None)
    if arm is not None:
        arm()
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        if not stream.closed:
            stream.flush()
    atexit._run_exitfuncs()
    os._exit(code)


def answer(told: dict[str, int]) -> None:
    """One line to whoever asked."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def serve() -> None:
    """Take orders until the input ends."""
    load_everything()
    remember_what_lasts()
    answer({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            run_child(order)
        answer({"pid": child})
        if order.get("background"):
            continue
        _, status = os.waitpid(child, 0)
        answer({"code": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    serve()

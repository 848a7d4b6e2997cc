#!/usr/bin/env python3
"""Writes the captured part of ../corpus/python.

Usage: python3 capture_python.py [CASE ...]     needs Python 3.11 or later.
Tests do not run it: they read the corpus.
"""

import sys

from corpus import HERE, main, marks, run, store

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
PYTHON = {
    "simple": "type: ZeroDivisionError\nmessage: division by zero\nbenchmark: true",
    "handler": "type: ZeroDivisionError\nmessage: division by zero",
    "cause_first": "type: RuntimeError\nmessage: checkout failed",
    "context": "type: KeyError\nmessage: \"'missing'\"",
    "from_none": "type: ValueError\nmessage: no shipment",
    "cause_not_raised": "type: RuntimeError\nmessage: cancelled",
    "mixed_chain": "type: RuntimeError\nmessage: close failed\nbenchmark: true",
    "stdlib": "type: json.decoder.JSONDecodeError",
    "site_packages": "type: paylib.PaymentError\nmessage: amount 0 is not positive",
    "recursion": "type: RecursionError",
    "mutual_recursion": "type: RecursionError",
    "missing_key": "type: KeyError",
    "lambda": "type: ZeroDivisionError",
    "notes": "type: ZeroDivisionError\nmessage: \"division by zero\\norder 17\\nseen twice\"",
    "no_message": "type: AssertionError\nmessage: ''",
    "callback": "type: KeyError",
    "local_type": "type: shop.orders.local_type.<locals>.Rejected\nmessage: 'no'",
    "exec": "type: ZeroDivisionError",
    "fake_frames": "type: shop.orders.OutOfStock",
    "thread": "type: ZeroDivisionError",
    "pool": "type: ZeroDivisionError",
    "finalizer": "type: ZeroDivisionError",
    "frames_only": "",
    "stack_info": "",
    "logging": "freeform: true\ntype: ZeroDivisionError\nmessage: division by zero",
    "console_log": "freeform: true\ntype: ZeroDivisionError",
    "stack_first": "type: ZeroDivisionError\nmessage: division by zero",
    "json_log": "freeform: true",
    "syntax_error": "type: SyntaxError\nmessage: \"'(' was never closed\"",
    "syntax_error_main": "freeform: true\ntype: SyntaxError",
    "missing_module": "type: ModuleNotFoundError",
    "group": "type: ExceptionGroup\nmessage: batch (2 sub-exceptions)",
    "group_nested": "type: ExceptionGroup\nmessage: outer (2 sub-exceptions)\nbenchmark: true",
    "group_cause": "type: ExceptionGroup",
    "group_wrapped": "type: RuntimeError\nmessage: batch failed",
    "group_not_raised": "type: ExceptionGroup\nmessage: batch (2 sub-exceptions)",
    "task_group": "type: ExceptionGroup",
    "task_lost": "type: LookupError\nmessage: task 7",
}


def capture(directory, wanted):
    places = marks(HERE / "python", ".py")
    env = {"PYTHONPATH": str(directory / "site-packages"), "PYTHONDONTWRITEBYTECODE": "1"}
    for name, more in PYTHON.items():
        if wanted and name not in wanted:
            continue
        command = [sys.executable, "-m", "shop", name]
        if name == "syntax_error_main":
            command = [sys.executable, str(directory / "shop" / "broken.py")]
        store("python", name, run(command, directory, **env), places[name], more)


if __name__ == "__main__":
    main("python", capture)

#!/usr/bin/env python3
"""Writes the captured part of ../corpus/go.

Usage: python3 capture_go.py [CASE ...]     needs Go, and a C compiler for the race detector.
Tests do not run it: they read the corpus.
"""

import os
import subprocess

from corpus import HERE, ROOT, main, marks, run, store

OUT_OF_RANGE = "type: runtime.Error\nmessage: 'runtime error: index out of range [3] with length 0'"
GO = {
    "function": "type: runtime.Error\nmessage: 'runtime error: index out of range [5] with length 0'",
    "method": OUT_OF_RANGE,
    "closure": "type: panic\nmessage: assignment to entry in nil map",
    "goroutine": OUT_OF_RANGE,
    "generic_method": "type: panic",
    "generic_function": "type: runtime.Error",
    "generic_closure": "type: runtime.Error\nmessage: 'runtime error: integer divide by zero'",
    "nil_pointer": "type: runtime.Error\nmessage: 'runtime error: invalid memory address or nil pointer dereference'",
    "panic_error": "type: panic\nmessage: 'strconv.Atoi: parsing \"x1\": invalid syntax'",
    "panic_value": "type: panic",
    "panic_lines": "type: panic",
    "dotted_package": "type: panic\nmessage: order 7 cannot be cancelled",
    "library_panic": "type: panic\nmessage: 'reflect: call of Swapper on int Value'",
    "deadlock": "type: fatal error\nmessage: all goroutines are asleep - deadlock!",
    "map_writes": "type: fatal error\nmessage: concurrent map writes",
    "stack_overflow": "type: fatal error\nmessage: stack overflow",
    "repanic": OUT_OF_RANGE,
    "repanic_new": OUT_OF_RANGE,
    "recovered": "",
    "recovered_closure": "",
    "panic_in_handler": OUT_OF_RANGE,
    "deferred": OUT_OF_RANGE,
    "http_handler": "freeform: true\ntype: runtime.Error\nmessage: 'runtime error: index out of range [3] with length 0'\nbenchmark: true",
    "recorded": "",
    "recorded_own": "",
    "method_value": "type: panic\nmessage: shop failed",
    "pkg_errors": "message: no such order",
    "pkg_errors_wrap": "message: 'request failed: load order 17: no such order'\nbenchmark: true",
    "pkg_errors_stack": "message: no such order",
    "pkg_errors_recovered": "message: 'recovered: runtime error: index out of range [3] with length 0'",
    "zap_json": "freeform: true",
    "zap_console": "freeform: true",
    "zap_recovered": "freeform: true",
    "go_errors": "function: ''\ntype: '*errors.errorString'\nmessage: no stock",
    "go_errors_recovered": "function: ''\ntype: runtime.boundsError",
    "otel_record": "",
    "otel_record_deep": "truncated: true",
    "otel_end": "",
    "slog_json": "freeform: true",
    "all_goroutines": OUT_OF_RANGE,
    "quit": "",
    "race": "freeform: true",
}


def capture(directory, wanted):
    places = marks(HERE / "go", ".go")
    builds = {"shop": [], "shop-source": [], "shop-trimpath": ["-trimpath"], "shop-race": ["-race"]}
    for name, flags in builds.items():
        cgo = {"CGO_ENABLED": "1" if "-race" in flags else "0"}  # with cgo, no deadlock is found
        if name == "shop":
            # The compiler writes the path, so that texts which are cut have the right length.
            flags = [f"-gcflags=all=-trimpath={directory}=>{ROOT}"]
        subprocess.run(["go", "build", *flags, "-o", name, "."], cwd=directory, check=True, env=os.environ | cgo)
    for name, more in GO.items():
        if wanted and name not in wanted:
            continue
        binary = "./shop-race" if name == "race" else "./shop"
        text = run([binary, name], directory)
        store("go", name, text, places[name], more)
    if not wanted:
        text = run(["./shop-trimpath", "method"], directory)
        file, line, function = places["trimpath"]
        place = (file.replace(ROOT, "example.com/shop"), line, function)
        store("go", "trimpath", text, place, OUT_OF_RANGE)
        text = run(["./shop-trimpath", "http_handler"], directory)
        store("go", "trimpath_http", text, place, OUT_OF_RANGE)
        text = run(["./shop-trimpath", "zap_console"], directory)
        file, line, function = places["zap_console"]
        store("go", "trimpath_zap", text, (file.replace(ROOT, "example.com/shop"), line, function), "freeform: true")
        for name, function in (("go_errors", "reserve"), ("go_errors_recovered", "(*Order).Total")):
            text = run(["./shop-source", name], directory)
            store("go", name + "_source", text, places[name], GO[name].replace("''", function, 1))
        text = run(["./shop", "method"], directory, GOTRACEBACK="system")
        store("go", "system_traceback", text, places["system_traceback"], OUT_OF_RANGE)
        text = run(["go", "test", "./orders"], directory)
        store("go", "testing_panic", text, places["testing_panic"], "")


if __name__ == "__main__":
    main("go", capture)

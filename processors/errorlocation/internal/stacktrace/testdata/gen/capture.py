#!/usr/bin/env python3
"""Writes the captured part of ../corpus: runs each case of the programs in python/ and go/ and
stores what it prints, together with the place that the source marks with want(CASE, ...).

Usage: python3 capture.py [CASE ...]     needs Python 3.11 or later, Go, and a C compiler for the
race detector. Tests do not run it: they read the corpus.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"
MARK = re.compile(r"\s*(?:#|//) want\(([^)]*)\)(?: (\S+))?")
ROOT = "/srv/shop"

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
PYTHON = {
    "simple": "type: ZeroDivisionError\nmessage: division by zero",
    "handler": "type: ZeroDivisionError\nmessage: division by zero",
    "cause_first": "type: RuntimeError\nmessage: checkout failed",
    "context": "type: KeyError\nmessage: \"'missing'\"",
    "from_none": "type: ValueError\nmessage: no shipment",
    "cause_not_raised": "type: RuntimeError\nmessage: cancelled",
    "mixed_chain": "type: RuntimeError\nmessage: close failed",
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
    "group_nested": "type: ExceptionGroup\nmessage: outer (2 sub-exceptions)",
    "group_cause": "type: ExceptionGroup",
    "group_wrapped": "type: RuntimeError\nmessage: batch failed",
    "group_not_raised": "type: ExceptionGroup\nmessage: batch (2 sub-exceptions)",
    "task_group": "type: ExceptionGroup",
    "task_lost": "type: LookupError\nmessage: task 7",
}
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
    "http_handler": "freeform: true\ntype: runtime.Error\nmessage: 'runtime error: index out of range [3] with length 0'",
    "recorded": "",
    "recorded_own": "",
    "method_value": "type: panic\nmessage: shop failed",
    "pkg_errors": "message: no such order",
    "pkg_errors_wrap": "message: 'request failed: load order 17: no such order'",
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


def marks(tree):
    """Returns {case: (file, line, function)} of the sources below tree."""
    found = {}
    for path in sorted(tree.rglob("*")):
        if path.suffix not in (".py", ".go"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := MARK.search(line):
                for case in match[1].split(", "):
                    found[case] = (f"{ROOT}/{path.relative_to(tree)}", number, match[2])
    return found


def store(language, name, text, place, more):
    file, line, function = place
    head = f"file: {file}\nline: {line}\n"
    if function and "function:" not in more:
        head += f"function: '{function}'\n"
    if more:
        head += more + "\n"
    (CORPUS / language).mkdir(parents=True, exist_ok=True)
    (CORPUS / language / f"{name}.txt").write_bytes((head + "---\n" + text).encode())


def run(command, directory, **env):
    done = subprocess.run(
        command, cwd=directory, env=os.environ | env, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, timeout=60
    )
    text = done.stdout.decode().replace(str(directory), ROOT)
    return "\n".join(MARK.sub("", line) for line in text.split("\n"))


def capture_python(directory, wanted):
    places = marks(HERE / "python")
    env = {"PYTHONPATH": str(directory / "site-packages"), "PYTHONDONTWRITEBYTECODE": "1"}
    for name, more in PYTHON.items():
        if wanted and name not in wanted:
            continue
        command = [sys.executable, "-m", "shop", name]
        if name == "syntax_error_main":
            command = [sys.executable, str(directory / "shop" / "broken.py")]
        store("python", name, run(command, directory, **env), places[name], more)


def capture_go(directory, wanted):
    places = marks(HERE / "go")
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


def main():
    wanted = set(sys.argv[1:])
    for language, capture in (("python", capture_python), ("go", capture_go)):
        with tempfile.TemporaryDirectory() as temp:
            directory = pathlib.Path(temp).resolve() / "shop"
            shutil.copytree(HERE / language, directory)
            capture(directory, wanted)


if __name__ == "__main__":
    main()

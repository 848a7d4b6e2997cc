#!/usr/bin/env python3
"""Writes the captured part of ../corpus/rust.

Usage: python3 capture_rust.py [CASE ...]     needs rustc.
Tests do not run it: they read the corpus.
"""

import subprocess

from corpus import HERE, ROOT, main, marks, run, store

BOUNDS = "type: panic\nmessage: 'index out of bounds: the len is {} but the index is {}'"
NONE = "type: panic\nmessage: 'called `Option::unwrap()` on a `None` value'"
RUST = {
    "index": BOUNDS.format(0, 0) + "\nbenchmark: true",
    "divide": "type: panic\nmessage: attempt to divide by zero",
    "overflow": "type: panic\nmessage: attempt to add with overflow",
    "trait_method": NONE,
    "trait_generic": "type: panic\nmessage: a price is positive",
    "operator": "type: panic\nmessage: cannot add USD to EUR",
    "closure": "type: panic",
    "iterator": "type: panic",
    "sort": "type: panic\nmessage: prices are numbers",
    "const_generic": BOUNDS.format(3, 7),
    "macro": "type: panic\nmessage: 'out of stock: left'",
    "recursion": "type: panic",
    "unwrap_none": NONE,
    "unwrap_err": "type: panic\nmessage: 'called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }'",
    "expect": "type: panic",
    "map_index": "type: panic",
    "utf8": "type: panic",
    "slice": "type: panic",
    "borrow": "type: panic",
    "unicode": "type: panic\nmessage: Wort »größe« ist zu lang",
    "assert_eq": 'type: panic\nmessage: "assertion `left == right` failed: payment of order 17\\n  left: 10\\n right: 12"',
    "lines": "type: panic",
    "no_message": "type: panic\nmessage: explicit panic",
    "track_caller": "type: panic",
    "drop": "type: panic",
    "double": "type: panic\nmessage: payment provider is down",
    "value": "type: panic\nmessage: Box<dyn Any>",
    "caught": "type: panic",
    "hook": "freeform: true\ntype: panic\nmessage: card refused",
    "callback": "type: panic",
    "thread": BOUNDS.format(3, 3) + "\nbenchmark: true",
    "thread_unnamed": "type: panic",
    "join": BOUNDS.format(3, 9),
    "scope": "type: panic",
    "poisoned": "type: panic",
    "future": "type: panic\nmessage: the fee is not negative\nbenchmark: true",
    "async_closure": "type: panic",
    "async_block": "type: panic",
    "report": "message: No such file or directory (os error 2)",
    "report_context": "freeform: true\nmessage: restock failed",
    "backtrace_debug": "",
    "backtrace_display": "",
}
# Cases without the place of a panic in the words of the panic itself have the path of the frame.
FRAMES_ONLY = ("report", "report_context", "backtrace_debug", "backtrace_display")
FULL = ("future", "index", "operator", "iterator", "map_index", "recursion", "report_context", "track_caller")
BUILDS = {
    "shop": ["-g"],
    "shop-v0": ["-g", "-C", "symbol-mangling-version=v0"],
    "shop-optimized": ["-O", "-g"],
    "shop-release": ["-O"],
    "shop-stripped": ["-O", "-C", "strip=symbols"],
}


def capture(directory, wanted):
    places = marks(HERE / "rust", ".rs")
    for name, flags in BUILDS.items():
        command = ["rustc", "--edition", "2024", "--crate-name", "shop", "--cap-lints", "allow", *flags]
        subprocess.run([*command, "-o", name, "src/main.rs"], cwd=directory, check=True)

    def place(case, function=None, absolute=False):
        file, line, name = places[case]
        if case in FRAMES_ONLY:
            file = file.replace(ROOT, ".")
        elif not absolute:
            file = file.replace(ROOT + "/", "")
        return file, line, function or name

    def keep(case, name, build, level, function=None, more=None, absolute=False, cwd=None):
        if wanted and name not in wanted:
            return
        command = [directory / build, case]
        if cwd:
            command = ["sh", "-c", f"cd {cwd} && exec {directory / build} {case}"]
        text = run(command, directory, RUST_BACKTRACE=level)
        more = RUST[case].replace("\nbenchmark: true", "") if more is None else more
        store("rust", name, text.replace(str(directory)[1:], ROOT[1:]), place(case, function, absolute), more)

    for case, more in RUST.items():
        keep(case, case, "shop", "1", more=more)
    for case in FULL:
        keep(case, case + "_full", "shop", "full", absolute=True)
    v0 = {
        "closure": "shop::main::{closure#0}",
        "const_generic": "<shop::orders::Shelf<3>>::at",
        "async_block": "shop::jobs::nightly::{closure#0}::{closure#0}",
        "trait_method": None,
        "trait_generic": "<shop::orders::Gift as shop::orders::Priced>::tax",
    }
    for case, function in v0.items():
        keep(case, case + "_v0", "shop-v0", "1", function)
        if case == "const_generic":
            function = function.replace("3", "3usize")
        keep(case, case + "_v0_full", "shop-v0", "full", function, absolute=True)
    keep("index", "optimized_inlined", "shop-optimized", "1")
    keep("index", "optimized_inlined_full", "shop-optimized", "full", absolute=True)
    keep("trait_method", "release", "shop-release", "1")
    keep("trait_method", "release_full", "shop-release", "full")
    none = NONE + "\nfunction: ''"
    keep("trait_method", "stripped", "shop-stripped", "1", more=none)
    keep("trait_method", "stripped_full", "shop-stripped", "full", more=none)
    keep("trait_method", "no_backtrace", "shop", "0", more=none)
    keep("index", "other_directory", "shop", "1", absolute=True, cwd="/usr")
    keep("index", "root_directory", "shop", "1", cwd="/")


if __name__ == "__main__":
    main("rust", capture)

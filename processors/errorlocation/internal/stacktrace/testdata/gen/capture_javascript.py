#!/usr/bin/env python3
"""Writes the captured part of ../corpus/javascript.

Usage: python3 capture_javascript.py [CASE ...]     needs Node.js 20 and npm.
Tests do not run it: they read the corpus.
"""

import re
import shutil
import subprocess

from corpus import HERE, ROOT, main, marks, run, store

UNDEFINED = "type: TypeError\nmessage: \"Cannot read properties of undefined (reading 'price')\""
FREEFORM = "freeform: true\n" + UNDEFINED
JAVASCRIPT = {
    "simple": UNDEFINED + "\nbenchmark: true",
    "handler": UNDEFINED,
    "constructor": "type: TypeError\nmessage: an order needs an id",
    "static_method": "type: SyntaxError",
    "json_parse": "type: SyntaxError",
    "method": "type: TypeError",
    "getter": "function: get price\ntype: TypeError",
    "setter": "function: set card\ntype: TypeError",
    "private_method": "type: TypeError",
    "class_field": "type: TypeError",
    "generator": "type: TypeError",
    "symbol": "type: TypeError",
    "async_method": "type: Error\nmessage: save failed",
    "arrow": "function: ''\ntype: TypeError",
    "callback": "type: TypeError",
    "object_method": "type: TypeError",
    "async": "type: Error\nmessage: order 17 not found",
    "async_twice": "type: Error\nmessage: order 17 not found",
    "promise_all": "type: Error",
    "promise_any": "type: AggregateError\nmessage: All promises were rejected",
    "enoent": "type: Error\nmessage: \"ENOENT: no such file or directory, open '/srv/shop/missing.json'\"",
    "assertion": "type: AssertionError",
    "own_error": "type: OutOfStock\nmessage: no stock of A-1",
    "own_error_inspected": "message: no stock of A-1",
    "library": "type: PaymentError\nmessage: amount 0 is not positive",
    "recursion": "type: RangeError\nmessage: Maximum call stack size exceeded",
    "recursion_deep": "type: RangeError",
    "no_message": "type: Error\nmessage: ''",
    "fake_frames": "type: Error\nhint: {message: \"order rejected:\\n    at fake (/srv/shop/fake.js:1:2)\\nsee above\"}",
    "message_lines": "type: Error\nmessage: \"order rejected\\nreason: no stock\\n  sku: A-1\\n\\nplease retry\"",
    "stack_in_message": "type: Error",
    "cause": "type: Error\nmessage: checkout failed",
    "cause_chain": "message: no stock of A-1\nbenchmark: true",
    "cause_in_property": "freeform: true\ntype: Error\nmessage: query failed",
    "aggregate": "type: AggregateError\nmessage: batch failed",
    "eval": "type: TypeError",
    "new_function": "type: TypeError",
    "vm": "type: TypeError",
    "unicode": "type: TypeError",
    "path": "type: TypeError",
    "path_anonymous": "function: exports.anonymous\ntype: Error\nmessage: no order in /x",
    "minified": "type: TypeError",
    "limit_one": UNDEFINED,
    "timer": UNDEFINED,
    "immediate": UNDEFINED,
    "tick": UNDEFINED,
    "uncaught": FREEFORM,
    "unhandled": "freeform: true\ntype: Error\nmessage: order 17 not found",
    "emitter": "freeform: true\ntype: Error\nmessage: queue closed",
    "thrown_string": "freeform: true\ntype: ''\nmessage: no stock",
    "syntax_error": "freeform: true\ntype: SyntaxError\nmessage: \"Unexpected token ';'\"",
    "syntax_error_caught": "type: SyntaxError",
    "worker": UNDEFINED,
    "console_error": FREEFORM,
    "inspected_in_object": FREEFORM,
    "stack_property": FREEFORM,
    "pino": FREEFORM,
    "pino_cause": "freeform: true\ntype: Error",
    "winston": "freeform: true\ntype: TypeError",
    "winston_json": "freeform: true\ntype: OutOfStock",
    "express": UNDEFINED,
    "express_async": UNDEFINED,
    "http": UNDEFINED,
    "bluebird": UNDEFINED,
}
MODULES = {
    "esm": UNDEFINED,
    "esm_uncaught": FREEFORM,
    "esm_async": "freeform: true\ntype: Error\nmessage: invoice of order 17 bounced",
    "esm_top_level": "type: TypeError",
    "esm_syntax": "freeform: true\ntype: SyntaxError",
    "esm_missing_export": "freeform: true\ntype: SyntaxError",
}


def capture(directory, wanted):
    places = marks(HERE / "javascript", ".js", ".mjs", ".ts")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=directory, check=True)
    shutil.move(directory / "packages" / "paylib", directory / "node_modules" / "paylib")

    def keep(name, command, place, more):
        if wanted and name not in wanted:
            return
        text = run(command, directory)
        # The name of the machine's directory changes the text's length, process numbers the text.
        store("javascript", name, re.sub(r"\(node:\d+\)", "(node:31)", text), place, more)

    for name, more in JAVASCRIPT.items():
        keep(name, ["node", "cases.js", name], places[name], more)
    for name, more in MODULES.items():
        file, line, function = places[name]
        keep(name, ["node", "main.mjs", name], ("file://" + file.replace(" ", "%20"), line, function), more)
    place = (ROOT + "/rules/price.js", 1, None)
    keep("vm_file", ["node", "cases.js", "vm_file"], place, "function: ''\ntype: TypeError")
    place = ("node:internal/process/promises", 389, None)  # of Node.js 20.20.2
    more = "function: throwUnhandledRejectionsMode\nfreeform: true\nno_in_app: true\ntype: UnhandledPromiseRejection"
    keep("rejected_string", ["node", "cases.js", "rejected_string"], place, more)
    keep("source_map", ["node", "--enable-source-maps", "cases.js", "source_map"], places["source_map"], "type: TypeError")
    keep("trace_uncaught", ["node", "--trace-uncaught", "cases.js", "trace_uncaught"], places["trace_uncaught"], FREEFORM)


if __name__ == "__main__":
    main("javascript", capture)

#!/usr/bin/env python3
"""Writes the captured part of ../corpus/php.

Usage: python3 capture_php.py [CASE ...]     needs PHP 8.1 or later, at most 8.3: later ones name closures otherwise.
Tests do not run it: they read the corpus.
"""

from corpus import HERE, ROOT, main, marks, run, store

PHP = {
    "uncaught": "freeform: true\ntype: OutOfBoundsException\nmessage: no order 4711\nbenchmark: true",
    "throw_expression": "type: OutOfBoundsException\nmessage: no order 17",
    "constructor": "type: DomainException\nmessage: negative amount",
    "static_method": "type: DivisionByZeroError\nmessage: Division by zero",
    "magic": "type: Error",
    "trait": "type: Shop\\OutOfStock\nmessage: no stock for 4 items",
    "closure": "type: DivisionByZeroError",
    "type_error": "type: TypeError",
    "generator": "type: LogicException",
    "recursion": "type: LogicException\nmessage: too deep",
    "chain": "type: RuntimeException\nmessage: order cannot be shipped\nbenchmark: true",
    "chain_twice": 'type: Exception\nmessage: "closing failed\\nstock is empty"',
    "error_handler": "type: ErrorException",
    "error_handler_closure": "type: ErrorException",
    "library": "type: RuntimeException",
    "anonymous_class": "type: LogicException",
    "fake_frames": 'type: UnexpectedValueException\nhint:\n  message: "bad answer:\\nException: x in /tmp/fake.php:1\\nStack trace:\\n#0 /tmp/fake.php(2): fake()\\n#1 {main}\\nend"',
    "json": "type: JsonException",
    "magic_call": "type: BadMethodCallException",
    "callback": "type: TypeError",
    "one_line": "type: DivisionByZeroError",
    "include": "type: Exception",
    "evaluated": "type: DivisionByZeroError",
    "fiber": "type: OutOfBoundsException",
}
# Cases of one of the above, reported in another way.
REPORTED = {
    "caught": ("string", "type: RuntimeException\nmessage: order cannot be shipped"),
    "logged": ("log", 'freeform: true\ntype: Exception\nmessage: "closing failed\\nstock is empty"'),
    "json_log": ("json", "freeform: true"),
    "monolog": ("monolog", "freeform: true\ntype: Exception\nbenchmark: true"),
    "parse_error": ("string", "type: ParseError\nfunction: ''"),
    "frames_only": ("frames", ""),
}


def capture(directory, wanted):
    places = marks(HERE / "php", ".php")
    for name, more in PHP.items():
        if not wanted or name in wanted:
            store("php", name, php(directory, name), places[name], more)
    for name, (how, more) in REPORTED.items():
        if not wanted or name in wanted:
            store("php", name, php(directory, name, how), places[name], more)


def php(directory, *arguments):
    text = run(["php", "-n", "-d", "log_errors=0", "-d", "display_errors=stderr", "index.php", *arguments], directory)
    return text.replace(str(directory).replace("/", "\\/"), ROOT.replace("/", "\\/"))


if __name__ == "__main__":
    main("php", capture)

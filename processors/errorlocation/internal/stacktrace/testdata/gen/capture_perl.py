#!/usr/bin/env python3
"""Writes the captured part of ../corpus/perl.

Usage: python3 capture_perl.py [CASE ...]     needs Perl 5.36 or later.
Tests do not run it: they read the corpus.
"""

from corpus import HERE, main, marks, run, store

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
ZERO = "type: ''\nmessage: Illegal division by zero"
NO_STOCK = "type: ''\nmessage: no stock for order 17"
PERL = {
    "plain": "type: ''\nmessage: no price for order 17",
    "verbose": ZERO,
    "verbose_rethrow": "message: 'checkout failed: Illegal division by zero'",
    "die_handler": "message: 'fatal: Illegal division by zero'",
    "confess": NO_STOCK,
    "confess_chained": NO_STOCK + "\nbenchmark: true",
    "cluck": "message: order 17 was changed",
    "croak": "message: order 17 is paid",
    "confess_in_library": "message: amount 0 is not positive\nbenchmark: true",
    "croak_in_library": "message: refund of 3 is not possible",
    "callback": "message: attempt 1 failed",
    "recursion": "message: too deep",
    "unicode": "",
    "long_arguments": "hint:\n  message: \"größe ‘" + "x at /srv/shop/fake.pl line 3\\n" * 20 + "’ is not known\"",
    "string_eval": "message: 'rule failed: no method Shop::Orders::nothing'",
    "missing_method": "",
    "strict_refs": "",
    "autoload": "message: no method Shop::Orders::ship",
    "lines": 'message: "two problems:\\n  - no price\\n  - no count\\nof order 17"',
    "file_handle": "message: bad price",
    "eval_block": "freeform: true",
    "closure": NO_STOCK,
    "sort_callback": NO_STOCK,
    "warn_log": "freeform: true\n" + NO_STOCK,
    "compile_error": "",
    "missing_module": "",
    "nested": "message: 'request failed: checkout failed: no price for order 17'",
    "object": "message: order 17 was refused",
}


def capture(directory, wanted):
    places = marks(HERE / "perl", ".pl", ".pm")
    for name, more in PERL.items():
        if wanted and name not in wanted:
            continue
        text = run(["perl", str(directory / "main.pl"), name], directory)
        store("perl", name, text, places[name], more)


if __name__ == "__main__":
    main("perl", capture)

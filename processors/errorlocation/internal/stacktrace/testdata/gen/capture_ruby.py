#!/usr/bin/env python3
"""Writes the captured part of ../corpus/ruby.

Usage: python3 capture_ruby.py [CASE ...]     needs Ruby 3.1 or later with its bundled gems.
Tests do not run it: they read the corpus.
"""

from corpus import HERE, main, marks, run, store

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
ZERO = "type: ZeroDivisionError\nmessage: divided by 0"
RUBY = {
    "simple": ZERO + "\nbenchmark: true",
    "block_of_c_method": "type: TypeError\nmessage: nil can't be coerced into Integer",
    "nested_blocks": ZERO,
    "lambda": "type: KeyError\nmessage: \"key not found: :discount\\nDid you mean?  :count\"",
    "stdlib": "type: KeyError\nmessage: 'key not found: 4711'",
    "json_parse": "type: JSON::ParserError",
    "gem": "type: Paylib::PaymentError\nmessage: amount 0 is not positive",
    "block_called_by_gem": "type: RuntimeError\nmessage: attempt 1 of order 17",
    "cause_in_gem": "type: Paylib::PaymentError\nmessage: no provider at payments.example.com:443",
    "cause": "type: Shop::CheckoutError\nmessage: order 17 failed",
    "cause_twice": "type: RuntimeError\nmessage: 'cannot place order: order 17 failed'\nbenchmark: true",
    "cause_bottom": "type: RuntimeError\nmessage: 'cannot place order: order 17 failed'",
    "full_message": ZERO,
    "full_message_highlight": ZERO,
    "full_message_bottom": ZERO,
    "constructor": "type: ArgumentError\nmessage: percent must be a number",
    "operator": "type: NoMethodError",
    "method_missing": "type: NoMethodError\nmessage: no rule silver",
    "fake_frames": "type: Shop::OutOfStock\nhint:\n  message: \"no stock\\n\\tfrom /srv/shop/fake.rb:1:in `fake'\\nof order 17\"",
    "no_message": "type: Shop::OutOfStock",
    "unhandled": "type: RuntimeError\nmessage: ''",
    "recursion": "type: SystemStackError\nmessage: stack level too deep",
    "deep": "type: Shop::OutOfStock\nmessage: too deep",
    "no_method": "type: NoMethodError\nmessage: \"undefined method `name' for nil:NilClass\"",
    "ensure_raise": "type: RuntimeError",
    "unicode": "type: KeyError\nmessage: 'line 1: größer als €5 – «c»'",
    "define_method": "type: ArgumentError",
    "singleton": "type: KeyError",
    "eval": ZERO,
    "timeout": "type: Timeout::Error\nmessage: execution expired",
    "pattern": "type: NoMatchingPatternError",
    "endless": "type: Shop::OutOfStock\nmessage: at the top",
    "thread": ZERO,
    "fiber": ZERO,
    "logger": "freeform: true\n" + ZERO,
    "logger_backtrace": "freeform: true\n" + ZERO,
    "logger_custom": "freeform: true\n" + ZERO,
    "backtrace_lines": "",
    "backtrace_inspect": "freeform: true\n" + ZERO,
    "backtrace_json": "",
    "json_log": "freeform: true",
    "at_exit": ZERO,
    "syntax_error": "type: SyntaxError",
    "missing_file": "type: LoadError",
    "webrick": "freeform: true\n" + ZERO,
    "minitest": "freeform: true\n" + ZERO,
    "rake": "freeform: true\ntype: Shop::CheckoutError\nmessage: order 17 failed",
}


def capture(directory, wanted):
    places = marks(HERE / "ruby", ".rb")
    for name, more in RUBY.items():
        if wanted and name not in wanted:
            continue
        text = run(["ruby", str(directory / "main.rb"), name], directory)
        store("ruby", name, text, places[name], more)


if __name__ == "__main__":
    main("ruby", capture)

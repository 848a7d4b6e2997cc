#!/usr/bin/env python3
"""Writes the captured part of ../corpus/erlang, which is of Elixir and Erlang.

Usage: python3 capture_erlang.py [CASE ...]     needs Elixir 1.14 and Erlang/OTP 25 or later.
Tests do not run it: they read the corpus.
"""

import subprocess

from corpus import HERE, ROOT, main, marks, run, store

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
ZERO = "type: ArithmeticError\nmessage: bad argument in arithmetic expression"
ELIXIR = {
    "simple": ZERO + "\nbenchmark: true",
    "anonymous": ZERO,
    "nested_anonymous": ZERO,
    "function_clause": "type: FunctionClauseError",
    "blame": "type: FunctionClauseError",
    "own_error": "type: Shop.OutOfStock\nmessage: no stock for order 17",
    "undefined": "type: UndefinedFunctionError",
    "key_error": "type: KeyError",
    "bif": "type: ArgumentError",
    "case_clause": "type: CaseClauseError",
    "match": "type: MatchError",
    "throw": "type: throw",
    "exit": "type: exit",
    "reraise": "type: RuntimeError",
    "rescue": "type: RuntimeError",
    "binary": "",
    "protocol": "type: Protocol.UndefinedError",
    "fake_frames": 'type: ArgumentError\nhint:\n  message: "größer als €5\\n    (fake 1.0) lib/fake.ex:1: Fake.fake/0\\nline «a»"',
    "deep": "type: RuntimeError\nmessage: too deep",
    "quoted_name": "type: ArgumentError",
    "sort": "",
    "no_field": "type: KeyError",
    "logger": "freeform: true\n" + ZERO,
    "log_line": "freeform: true",
    "stacktrace_only": "",
    "inspect": "",
    "json_log": "",
    "main": ZERO,
    "task": "freeform: true\ntype: Shop.OutOfStock",
    "task_async": "freeform: true\ntype: ArithmeticError",
    "spawn": "freeform: true\n" + ZERO,
    "exit_from": "type: ArithmeticError",
    "agent": "freeform: true\n" + ZERO,
    "genserver": "freeform: true\n" + ZERO,
    "genserver_call": "type: exit",
    "exit_nested": "type: exit",
    "handle_info": "freeform: true\ntype: RuntimeError",
    "handle_cast": "freeform: true",
    "init": "",
}
ERLANG = {
    "simple": "type: error\nmessage: an error occurred when evaluating an arithmetic expression\nbenchmark: true",
    "cause": "type: error\nmessage: '{checkout_failed,badarith}'",
    "fun": "type: error",
    "comprehension": "type: error",
    "function_clause": "type: error\nmessage: no function clause",
    "long_arguments": "type: error",
    "bif": "type: error\nmessage: bad argument",
    "badkey": "type: error\nmessage: 'bad key: 17'",
    "error": "type: error\nmessage: '{no_stock,17}'",
    "throw": "type: throw",
    "deep": "type: exit\nmessage: too_deep",
    "case_clause": "type: error",
    "undef": "type: error",
    "quoted": "function: \"shop_orders:'re-price'\"\ntype: error",
    "badmatch": "type: error",
    "sort": "type: error",
    "bad_fun": "type: error",
    "gen_server": "freeform: true\ntype: badarith",
    "gen_server_single_line": "freeform: true\ntype: badarith",
    "handle_cast": "freeform: true",
    "proc_lib": "freeform: true\ntype: error",
    "error_logger": "freeform: true\ntype: badarith",
    "function_clause_term": "freeform: true\ntype: function_clause",
    "call_exit": "type: badarith",
    "supervisor": "freeform: true\ntype: badarith",
    "term": "type: badarith\nbenchmark: true",
    "term_one_line": "",
    "fun_term": "",
    "bif_term": "",
    "otel": "hint: {language: erlang}",
    "exit_reason": "freeform: true\ntype: badarith",
    "init_terminating": "freeform: true\ntype: badarith",
    "shell": "type: error",
}


def elixir(directory, name):
    start = f'Application.put_env(:logger, :console, colors: [enabled: false]); Application.ensure_all_started(:shop); Shop.main("{name}")'
    return ["elixir", "-pa", "_build/dev/lib/shop/ebin", "-e", start]


def erlang(directory, name):
    command = ["erl", "-noshell", "-pa", "ebin"]
    if name == "gen_server_single_line":
        command += ["-kernel", "logger", "[{handler,default,logger_std_h,#{formatter=>{logger_formatter,#{}}}}]"]
    if name == "init_terminating":
        return command + ["-eval", "shop_orders:total(shop:order())."]
    if name == "shell":
        return ["sh", "-c", "echo 'shop_orders:total(shop:order()).' | erl -pa ebin"]
    return command + ["-eval", f"shop:main(['{name}'])."]


def capture(directory, wanted):
    for prefix, build, command, cases in [
        ("elixir", ["mix", "compile"], elixir, ELIXIR),
        ("erlang", ["sh", "-c", "mkdir -p ebin && erlc +debug_info -o ebin src/*.erl"], erlang, ERLANG),
    ]:
        places = marks(HERE / prefix, ".ex", ".erl")
        work = directory / prefix
        subprocess.run(build, cwd=work, check=True, capture_output=True)
        for name, more in cases.items():
            case = f"{prefix}_{name}"
            if wanted and case not in wanted:
                continue
            file, line, function = places[case]
            text = run(command(work, name), work, ERL_CRASH_DUMP="/dev/null")
            text = text.replace(f"{ROOT}/{prefix}", ROOT)
            if f"{ROOT}/" not in text:
                file = file.removeprefix(f"{ROOT}/")
            store("erlang", case, text, (file, line, function), more)


if __name__ == "__main__":
    main(".", capture)  # two directories: elixir and erlang

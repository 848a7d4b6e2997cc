#!/usr/bin/env python3
"""Writes the captured part of ../corpus/cpp.

Usage: python3 capture_cpp.py [CASE ...]     needs g++ with its sanitizers, gdb and Boost.
Tests do not run it: they read the corpus.
"""

import subprocess

from corpus import HERE, main, marks, run, store

ADDRESS = {
    "lambda": "type: heap-use-after-free",
    "heap_overflow": "type: heap-buffer-overflow\nbenchmark: true",
    "virtual_method": "type: heap-buffer-overflow",
    "null_pointer": "type: SEGV",
    "double_free": "type: attempting",
    "operator": "type: heap-buffer-overflow",
    "memcpy": "type: heap-buffer-overflow",
    "recursion": "type: stack-overflow",
    "template_method": "type: heap-buffer-overflow",
    "global_overflow": "type: global-buffer-overflow",
    "dangling": "type: heap-use-after-free",
    "leak": "type: detected\nmessage: detected memory leaks",
    "sort": "type: heap-buffer-overflow",
    "stack_overflow_write": "type: stack-buffer-overflow",
}
UNDEFINED = {
    "overflow": "function: ''\ntype: runtime error\nmessage: 'signed integer overflow: 2147483647 + 8 cannot be represented in type ''int'''",
    "overflow_stack": "type: runtime error",
    "divide": "function: ''\ntype: runtime error\nmessage: division by zero",
    "divide_stack": "type: runtime error",
    "null_member": "freeform: true\nfunction: ''\ntype: runtime error",
    "shift_stack": "type: runtime error",
}
PLAIN = {
    "assert": "freeform: true\ntype: assertion",
    "assert_template": "type: assertion",
    "boost_exception": "freeform: true\nmessage: no carrier",
    "boost_stacktrace": "freeform: true",
    "boost_terminate": "",
    "boost_stacktrace_functions": "file: ''\nline: 0\nfunction: 'shop::trace_here'",
    "boost_terminate_functions": "file: ''\nline: 0\nfunction: 'shop::reserve'",
    "signal": "file: ''\nline: 0\nfunction: _ZN4shop6brokenEPKi",
}
GDB = {
    "gdb_out_of_range": "type: std::out_of_range\nmessage: 'map::at'",
    "gdb_terminate": "type: shop::NoStock\nmessage: no stock of 17\nbenchmark: true",
    "gdb_threads": "type: shop::NoStock",
    "gdb_assert": "type: assertion",
    "gdb_segv": "freeform: true\ntype: SIGSEGV\nmessage: Segmentation fault",
    "gdb_locals": "type: SIGSEGV",
    "gdb_wrapped": "type: SIGSEGV",
    "gdb_handler": "",
}
ARGUMENTS = {"stack_overflow_write": "stack_buffer", "gdb_segv": "null_pointer", "gdb_locals": "null_pointer", "gdb_wrapped": "null_pointer", "gdb_handler": "gdb_handler"}
BUILDS = {
    "shop": ["-rdynamic"],
    "shop-lines": ["-no-pie", "-DBOOST_STACKTRACE_USE_ADDR2LINE"],
    "shop-address": ["-fsanitize=address"],
    "shop-undefined": ["-fsanitize=undefined", "-fsanitize=float-divide-by-zero"],
}
SOURCES = ["main.cpp", "memory.cpp", "arithmetic.cpp", "exceptions.cpp"]


def capture(directory, wanted):
    places = marks(HERE / "cpp", ".cpp", ".h")
    for name, flags in BUILDS.items():
        sources = [directory / source for source in SOURCES]
        subprocess.run(["g++", "-std=c++17", "-g", "-O0", *flags, "-o", name, *sources, "-ldl", "-pthread"], cwd=directory, check=True)

    def keep(name, command, more, **env):
        if wanted and name not in wanted:
            return
        file, line, function = places[name]
        if more.startswith("file:"):
            extra, (file, line, function) = more.split("\n", 2)[2], ("''", 0, None)
        else:
            extra = more
        store("cpp", name, run(command, directory, **env), (file, line, function), extra)

    for name, more in ADDRESS.items():
        keep(name, ["./shop-address", ARGUMENTS.get(name, name)], more)
    for name, more in UNDEFINED.items():
        stack = "1" if name.endswith("_stack") else "0"
        keep(name, ["./shop-undefined", name.removesuffix("_stack")], more, UBSAN_OPTIONS=f"print_stacktrace={stack}")
    for name, more in PLAIN.items():
        build = "./shop-lines" if name in ("boost_stacktrace", "boost_terminate") else "./shop"
        keep(name, [build, name.removesuffix("_functions")], more)
    for name, more in GDB.items():
        command = ["gdb", "-batch", "-nx", "-ex", "set width 0", "-ex", "run"]
        if name == "gdb_wrapped":
            command = ["gdb", "-batch", "-nx", "-ex", "set width 70", "-ex", "run"]
        back = {"gdb_threads": "thread apply all bt", "gdb_locals": "bt full"}.get(name, "bt")
        if name == "gdb_handler":
            command[-2:] = ["-ex", "handle SIGSEGV nostop noprint pass", "-ex", "run"]
        argument = ARGUMENTS.get(name, name.removeprefix("gdb_"))
        keep(name, [*command, "-ex", back, "--args", "./shop", argument], more)


if __name__ == "__main__":
    main("cpp", capture)

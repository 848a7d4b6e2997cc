#!/usr/bin/env python3
"""Writes the captured part of ../corpus/dotnet.

Usage: python3 capture_dotnet.py [CASE ...]     needs mcs and mono.
Tests do not run it: they read the corpus.
"""

import subprocess

from corpus import HERE, main, marks, run, store

DOTNET = {
    "standard_library": "type: System.FormatException\nmessage: Input string was not in a correct format.",
    "constructor": "type: System.ArgumentOutOfRangeException\nmessage: \"is negative\\nParameter name: cents\"",
    "operator": "type: System.DivideByZeroException",
    "static_constructor": "type: System.TypeInitializationException\nmessage: The type initializer for 'Shop.Rates' threw an exception.",
    "generic_class": "type: System.Collections.Generic.KeyNotFoundException\nmessage: The given key '7' was not present in the dictionary.",
    "indexer": "type: System.Collections.Generic.KeyNotFoundException\nmessage: no row 7",
    "nested_class": "type: System.DivideByZeroException\nmessage: Attempted to divide by zero.\nbenchmark: true",
    "property": "type: System.NullReferenceException",
    "library_frames": "type: Shop.OutOfStockException\nmessage: order 7 cannot be shipped\nbenchmark: true",
    "unhandled": "freeform: true\ntype: Shop.OutOfStockException\nmessage: order 7 cannot be shipped",
    "inner": "type: System.InvalidOperationException\nmessage: \"order 7 was not shipped\\n(stock is empty)\"",
    "inner_twice": "type: System.ApplicationException\nmessage: closing failed",
    "rethrown": "type: Shop.OutOfStockException\nmessage: no stock for order 7",
    "lambda": "type: System.DivideByZeroException",
    "iterator": "type: System.InvalidOperationException",
    "async": "type: System.TimeoutException\nmessage: gateway timed out after 2.8 s",
    "async_chain": "type: System.TimeoutException",
    "aggregate": "type: System.AggregateException",
    "recursion": "type: System.InvalidOperationException\nmessage: too deep",
    "fake_frames": 'type: System.FormatException\nhint:\n  message: "bad script\\n  at Fake.Script.Run () [0x00000] in /tmp/fake.cs:1 \\nend"',
    "reflection": "type: System.Reflection.TargetInvocationException",
    "thread": "freeform: true\ntype: System.InvalidOperationException\nmessage: worker died",
    "no_message": "type: System.NotImplementedException",
}


def capture(directory, wanted):
    places = marks(HERE / "dotnet", ".cs")
    sources = sorted(str(path) for path in directory.glob("*.cs"))
    subprocess.run(["mcs", "-debug", "-out:shop.exe", *sources], cwd=directory, check=True)
    for name, more in DOTNET.items():
        if wanted and name not in wanted:
            continue
        text = run(["mono", "--debug", "-O=-inline", "shop.exe", name], directory)
        store("dotnet", name, text, places[name], more)


if __name__ == "__main__":
    main("dotnet", capture)

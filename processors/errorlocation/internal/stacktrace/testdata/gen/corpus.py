"""What the programs capture_LANGUAGE.py share: they run the programs in LANGUAGE/ and store what
these print in ../corpus, together with the place that the source marks with want(CASE, ...).

The front matter of a corpus file is documented in ../../corpus_test.go.
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
MARK = re.compile(r"\s*(?:#|//|;+) want\(([^)]*)\)(?: (\S.*?))?\s*$", re.M)
MARK = re.compile(r"\s*(?:#|//|%) want\(([^)]*)\)(?: (\S+))?")
MARK = re.compile(r"\s*(?:#|//) want\(([^)]*)\)(?: (<.*>::\w+|\S+))?")
ROOT = "/srv/shop"


def marks(tree, *suffixes):
    """Returns {case: (file, line, function)} of the sources below tree: what the comments
    want(CASE, ...) FUNCTION say, in #, // or ; as the language has it."""
    want(CASE, ...) FUNCTION say, in #, // or % as the language has it."""
    found = {}
    for path in sorted(tree.rglob("*")):
        if path.suffix not in suffixes:
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


def main(language, capture):
    """Calls capture(directory, wanted) with a copy of the sources and the cases of the command line,
    which is empty for all."""
    with tempfile.TemporaryDirectory() as temp:
        directory = pathlib.Path(temp).resolve() / "shop"
        shutil.copytree(HERE / language, directory)
        capture(directory, set(sys.argv[1:]))

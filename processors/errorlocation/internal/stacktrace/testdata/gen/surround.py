#!/usr/bin/env python3
"""Writes ../corpus/LANGUAGE/around_*.txt: a usual trace of each language with what stands around traces
in the logs of services: prose, other languages, and what Docker, Kubernetes and journald put before
lines.

Usage: python3 surround.py
"""

import json

from corpus import CORPUS

BASES = {
    "go": "method",
    "python": "simple",
    "rust": "thread",
    "cpp": "clang_address",
}
KEYS = ("file:", "line:", "function:")


def read(language, name):
    head, text = (CORPUS / language / f"{name}.txt").read_text().split("---\n", 1)
    return [line for line in head.splitlines() if line.startswith(KEYS)], text.strip("\n") + "\n"


def prefixed(text, prefix):
    return "".join(prefix(i) + line for i, line in enumerate(text.splitlines(keepends=True)))


def around(text, other):
    """Returns {case: text}, where other is a trace of another language."""
    return {
        "prose": "The nightly import failed again (3 of 17 files), see below: what should we do?\n\n" + text
        + "\nPlease restart it: at 04:46 the queue had 12 entries, in total 17.\n",
        "log_lines": "2026-11-23T04:46:13.001Z INFO  http: GET /orders/17 200 12ms\n"
        "2026-11-23T04:46:14.123Z ERROR http: GET /orders/18 500 3ms\n" + text
        + "2026-11-23T04:46:15.001Z INFO  http: GET /orders/19 200 11ms\n",
        "key_values": 'level=error ts=2026-11-23T04:46:14Z caller=http.go:31 msg="request failed" id=18\n' + text,
        "other_behind": text + "\nthe gateway failed too:\n" + other,
        "compose": prefixed(text, lambda i: "orders-1   | "),
        "compose_lines": prefixed("starting\nlistening on :8080\n" + text, lambda i: "orders-1   | "),
        "cri": prefixed(text, lambda i: f"2026-11-23T04:46:14.{i * 7919 % 1000:09d}Z stderr F "),
        "cri_lines": prefixed(
            "INFO ready\nERROR request failed\n" + text, lambda i: f"2026-11-23T04:46:14.{100 + i}Z stderr F "
        ),
        "kubectl": prefixed(text, lambda i: "[pod/orders-6d4cf56db6-x2x7q/orders] "),
        "journald": prefixed(text, lambda i: "Nov 23 04:46:14 node-1 orders[4711]: "),
        "docker_json": json.dumps({"log": text, "stream": "stderr"}),
        "syslog": prefixed(text, lambda i: "<11>1 2026-11-23T04:46:14.123Z node-1 orders 4711 - - "),
        "escaped_prose": ("request failed:\n" + text + "end of the report\n").replace("\n", "\\n"),
        "crlf_prose": ("request failed:\n" + text + "end of the report\n").replace("\n", "\r\n"),
        "blank_lines": "\n\n\n" + text + "\n\n\n",
    }


def main():
    languages = list(BASES)
    for place, language in enumerate(languages):
        head, text = read(language, BASES[language])
        other = languages[(place + 1) % len(languages)]
        _, behind = read(other, BASES[other])
        for name, body in around(text, behind).items():
            front = "\n".join(["# written", *head, "freeform: true"])
            (CORPUS / language / f"around_{name}.txt").write_text(f"{front}\n---\n{body}", newline="")


if __name__ == "__main__":
    main()

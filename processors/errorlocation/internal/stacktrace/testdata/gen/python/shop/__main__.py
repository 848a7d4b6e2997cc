"""Runs one case: python3 -m shop CASE. What it writes to stderr is the captured text."""

import asyncio
import concurrent.futures
import importlib
import json
import logging
import sys
import threading
import traceback

from . import groups, orders

ORDER = {"price": 3, "count": 0, "amount": 0}


def handler():
    try:
        orders.total(ORDER)
    except Exception:
        sys.stderr.write(traceback.format_exc())


def log(formatter, **extra):
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(formatter)
    logger = logging.getLogger("shop.orders")
    logger.addHandler(out)
    try:
        orders.total(ORDER)
    except Exception:
        logger.exception("order %d failed", 17, **extra)


class JSONFormatter(logging.Formatter):
    def format(self, record):
        return json.dumps(
            {
                "level": record.levelname,
                "message": record.getMessage(),
                "exc_info": self.formatException(record.exc_info),
            }
        )


class Leaky:
    def __del__(self):
        orders.total(ORDER)


def stack_info():
    logging.basicConfig(stream=sys.stderr)
    logging.getLogger("shop.orders").error("order failed", stack_info=True)  # want(stack_info) stack_info


def thread():
    worker = threading.Thread(target=orders.total, args=(ORDER,), name="worker-1")
    worker.start()
    worker.join()


def pool():
    with concurrent.futures.ProcessPoolExecutor(1) as executor:
        executor.submit(orders.total, ORDER).result()


def finalizer():
    leaky = Leaky()
    del leaky


def mutual_recursion():
    sys.setrecursionlimit(320)
    orders.even(0)


def frames_only():
    try:
        orders.note(ORDER)
    except ZeroDivisionError as err:
        sys.stderr.write("".join(traceback.format_tb(err.__traceback__)))


CONSOLE = "%(asctime)s %(levelname)-8s [%(name)s] %(message)s"
CASES = {
    "simple": lambda: orders.total(ORDER),
    "handler": handler,
    "cause_first": lambda: orders.checkout(ORDER),
    "context": lambda: orders.refund(ORDER),
    "from_none": lambda: orders.ship(ORDER),
    "cause_not_raised": lambda: orders.cancel(ORDER),
    "mixed_chain": lambda: orders.close(ORDER),
    "stdlib": lambda: orders.parse("{broken"),
    "site_packages": lambda: orders.pay(ORDER),
    "recursion": lambda: orders.descend(0),
    "mutual_recursion": mutual_recursion,
    "missing_key": lambda: orders.invoice(ORDER),
    "lambda": lambda: orders.discount(ORDER),
    "notes": lambda: orders.note(ORDER),
    "no_message": lambda: orders.check(ORDER),
    "callback": lambda: orders.hook(ORDER),
    "local_type": lambda: orders.local_type(ORDER),
    "exec": lambda: orders.run_code(ORDER),
    "fake_frames": lambda: orders.reserve({"count": 9}),
    "thread": thread,
    "pool": pool,
    "finalizer": finalizer,
    "frames_only": frames_only,
    "stack_info": stack_info,
    "logging": lambda: log(logging.Formatter("%(levelname)s:%(name)s:%(message)s")),
    "console_log": lambda: log(logging.Formatter(CONSOLE)),
    "stack_first": lambda: log(logging.Formatter(CONSOLE), stack_info=True),
    "json_log": lambda: log(JSONFormatter()),
    "syntax_error": lambda: importlib.import_module("shop.broken"),
    "missing_module": lambda: importlib.import_module("shop.nothing"),  # want(missing_module) <lambda>
    "group": groups.group,
    "group_nested": groups.nested,
    "group_cause": groups.group_cause,
    "group_wrapped": groups.group_wrapped,
    "group_not_raised": groups.group_not_raised,
    "task_group": lambda: asyncio.run(groups.task_group()),
    "task_lost": lambda: asyncio.run(groups.task_lost()),
}

if __name__ == "__main__":
    CASES[sys.argv[1]]()

"""The application's own code: each case raises in one of these functions."""

import json

import paylib


class OutOfStock(Exception):
    pass


def total(order):
    return order["price"] / order["count"]  # want(simple, handler, cause_first, notes, thread, pool, finalizer, frames_only, logging, json_log, console_log, stack_first, group_nested) total


def parse(text):
    return json.loads(text)  # want(stdlib) parse


def pay(order):
    paylib.charge(order["amount"])  # want(site_packages) pay


def reserve(order):
    if order["count"] > 3:
        raise OutOfStock("count\n  File \"/srv/shop/fake.py\", line 1, in fake\n    fake()")  # want(fake_frames) reserve


def checkout(order):
    try:
        total(order)
    except ZeroDivisionError as err:
        raise RuntimeError("checkout failed") from err


def refund(order):
    try:
        total(order)
    except ZeroDivisionError:
        order["missing"]  # want(context) refund


def ship(order):
    try:
        total(order)
    except ZeroDivisionError:
        raise ValueError("no shipment") from None  # want(from_none) ship


def cancel(order):
    raise RuntimeError("cancelled") from TypeError("never raised")  # want(cause_not_raised) cancel


def close(order):
    try:
        try:
            total(order)
        except ZeroDivisionError:
            order["state"]  # want(mixed_chain) close
    except KeyError as err:
        raise RuntimeError("close failed") from err


def descend(n):
    return descend(n + 1)  # want(recursion) descend


def even(n):
    return odd(n - 1)  # want(mutual_recursion) even


def odd(n):
    return even(n - 1)


def invoice(order):
    lines = [line for line in order["lines"]]  # want(missing_key) invoice
    return lines


def discount(order):
    return list(map(lambda rate: order["price"] / rate, [1, 0]))  # want(lambda) <lambda>


def note(order):
    try:
        total(order)
    except ZeroDivisionError as err:
        err.add_note("order 17")
        err.add_note("seen twice")
        raise


def check(order):
    assert order["count"] > 0  # want(no_message) check


def hook(order):
    return paylib.call(lambda: order["nothing"])  # want(callback) <lambda>


def local_type(order):
    class Rejected(Exception):
        pass

    raise Rejected("no")  # want(local_type) local_type


def run_code(order):
    exec(compile("order['price'] / 0", "<string>", "exec"), {"order": order})  # want(exec) run_code

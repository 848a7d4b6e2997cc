"""Cases with exception groups."""

import asyncio

from . import orders

ORDER = {"price": 3, "count": 0}


def collect(*calls):
    errors = []
    for call in calls:
        try:
            call()
        except Exception as err:
            errors.append(err)
    return errors


def fail(what):
    raise ValueError(what)  # want(group, group_cause, group_wrapped) fail


def inner():
    raise ExceptionGroup("inner", collect(lambda: orders.checkout(ORDER), lambda: fail("b")))


def group():
    raise ExceptionGroup("batch", collect(lambda: fail("a"), lambda: orders.total(ORDER)))


def nested():
    raise ExceptionGroup("outer", collect(inner, lambda: fail("c")))


def group_cause():
    try:
        fail("first")
    except ValueError as err:
        raise ExceptionGroup("batch", collect(lambda: orders.total(ORDER))) from err


def group_wrapped():
    try:
        group()
    except ExceptionGroup as err:
        raise RuntimeError("batch failed") from err


def group_not_raised():
    raise ExceptionGroup("batch", [ValueError("a"), TypeError("b")])  # want(group_not_raised) group_not_raised


async def task(n):
    await asyncio.sleep(0)
    if n:
        raise LookupError(f"task {n}")  # want(task_group, task_lost) task


async def task_group():
    async with asyncio.TaskGroup() as tasks:
        for n in range(3):
            tasks.create_task(task(n))


async def task_lost():
    asyncio.get_running_loop().create_task(task(7))
    await asyncio.sleep(0.01)

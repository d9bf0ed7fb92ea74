"""The other side: a process that lives through one world after another, as long as it is told to."""

import faulthandler
import gc
import resource
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from tests.simulation.campaign.task import Lived, Simulate, Task, broken, live

HUNG = "hung"  # what became of a world that was cut off
DIED = "died"  # and of one that took the process with it
MEMORY_MAX = (
    4 * 1024**3
)  # bytes of addresses; a world takes a twentieth, and one that grows without end must not take all


def work(orders: Connection, simulate: Simulate, last_words: str, seed_s: float) -> None:
    """Live through what comes by `orders`. A world that takes longer than seed_s ends the process.

    last_words: the file that then says where it hung, or where the interpreter crashed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gives the orders
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    with Path(last_words).open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        while (task := _next(orders)) is not None:
            faulthandler.dump_traceback_later(seed_s, exit=True, file=file)
            lived = _lived(simulate, task)
            gc.collect()  # what the world left unfinished ends here, and not in the middle of the next one
            faulthandler.cancel_dump_traceback_later()
            try:
                orders.send(lived)
            except BrokenPipeError:
                return


def _next(orders: Connection) -> Task | None:
    try:
        task: Task | None = orders.recv()
    except (EOFError, ConnectionResetError):  # whoever gave the orders is gone
        return None
    return task


def _lived(simulate: Simulate, task: Task) -> Lived:
    try:
        return live(simulate, task)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this seed's and is reported as such
        return broken(task, f"raised {type(error).__name__}", traceback.format_exc())

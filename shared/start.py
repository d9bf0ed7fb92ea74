"""What a Lambda does once its imports are done and its first event is still to come.

While it starts, Lambda gives it a whole processor; afterwards a share that goes by its memory, at 512 MB a third.
"""

import gc
import os

from shared.aws import client

COLLECT_AFTER = 50_000  # objects made and not freed: an import's garbage is not worth looking for, a request makes less


def imported() -> None:
    """Every kit of entry points calls this as it makes one: what was imported by now stays as long as the process."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    if is_in_lambda() and any(name.endswith("_TABLE") for name in os.environ):
        client("dynamodb")


def is_in_lambda() -> bool:
    """Whether Lambda starts this process, and not a test or a tool."""
    return "AWS_LAMBDA_INITIALIZATION_TYPE" in os.environ

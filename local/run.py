"""`make run`: the whole shop on this machine until Ctrl-C, its addresses in `.local/endpoints.json`."""

import argparse
import os
import signal
import sys
import time
from types import FrameType

from botocore.exceptions import BotoCoreError, ClientError

from local.cloud import running_cloud
from local.endpoints import Endpoints
from local.paths import HOME
from local.process import Failed, is_open

DEFAULT_PORT = 4566


def main() -> int:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("STOREWRIGHT_PORT") or DEFAULT_PORT))
    parser.add_argument("--demo", default=os.environ.get("DEMO") or "none")
    wanted = parser.parse_args()
    HOME.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    started = time.monotonic()
    try:
        with running_cloud(wanted.port, wanted.demo, say=_say) as endpoints:
            _say(f"Ready in {time.monotonic() - started:.0f} s: {endpoints.api}/store/products")
            _say("Addresses and the admin key are in .local/endpoints.json. Ctrl-C stops everything.")
            with endpoints.kept():
                _wait(endpoints)
    except _Stopped:
        _say("Stopped.")
    except (Failed, BotoCoreError, ClientError) as failure:
        print(f"It did not work: {failure}", file=sys.stderr)
        return 1
    return 0


class _Stopped(BaseException):
    """Somebody asked us to stop."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # once is enough; a second must not cut the cleaning up short
    raise _Stopped


def _wait(endpoints: Endpoints) -> None:
    port = int(endpoints.cloud.rpartition(":")[2])
    while is_open(port):
        time.sleep(1)
    raise Failed(f"MiniStack has ended by itself; see .local/log/ministack-{port}.log.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())

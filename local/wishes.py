"""What `make run` is asked for, checked before anything is fetched or started. It needs nothing but Python."""

import argparse
import sys
from typing import NoReturn

DEMOS = ("none", "shop")
PORT = 4566
YES = ("1", "yes", "true")
NO = ("", "0", "no", "false")


class Wishes(argparse.ArgumentParser):
    """The command line of `make run`. What is wrong is told in one sentence, without a word on usage."""

    def __init__(self, about: str | None) -> None:
        super().__init__(prog="make run", description=about)
        self.add_argument("--port", type=_port, default=PORT)
        self.add_argument("--demo", type=_demo, default="none")
        self.add_argument("--keep", type=_keep, default=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, message.partition(": ")[2] + "\n")


def _port(text: str) -> int:
    if not text:
        return PORT
    if not (text.isascii() and text.isdigit() and 1024 <= int(text[:6]) <= 65_535):
        raise argparse.ArgumentTypeError(f"STOREWRIGHT_PORT is a number from 1024 to 65535, not {text!r}.")
    return int(text)


def _demo(text: str) -> str:
    if text not in DEMOS:
        raise argparse.ArgumentTypeError(f"There is no demo {text!r}; DEMO is one of: {', '.join(DEMOS)}.")
    return text


def _keep(text: str) -> bool:
    if text.lower() not in (*YES, *NO):
        raise argparse.ArgumentTypeError(f"KEEP is 1 or 0, not {text!r}.")
    return text.lower() in YES


if __name__ == "__main__":
    Wishes(__doc__).parse_args(sys.argv[1:])

"""`python -m local.stripe_double`: the double as a process of its own."""

import argparse
import json
import signal
import threading
from pathlib import Path

from local.stripe_double.double import StripeDouble
from local.stripe_double.wishes import BadWish


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.stripe_double", description="A small Stripe of our own.")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=4242, help="0 takes any free port")
    parser.add_argument("--webhook-url", help="where events go; may be set later through /_double/webhooks/endpoint")
    parser.add_argument("--webhook-secret", help="signs them, such as whsec_test")
    parser.add_argument("--async-delay-s", type=float, default=0.3, help="delay of what Stripe does later by itself")
    parser.add_argument("--memory", type=Path, help="what an earlier one answered to GET /_double/memory")
    said = parser.parse_args()
    if (said.webhook_url is None) != (said.webhook_secret is None):
        parser.error("--webhook-url and --webhook-secret go together")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        double = StripeDouble(
            host=said.host,
            port=said.port,
            webhook_url=said.webhook_url,
            webhook_secret=said.webhook_secret,
            async_delay_s=said.async_delay_s,
            memory=json.loads(said.memory.read_text()) if said.memory else None,
        )
    except (BadWish, OSError, ValueError) as error:
        parser.error(str(error))
    with double:
        print(f"Stripe double on {double.url}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()

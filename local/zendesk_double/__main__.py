"""`python -m local.zendesk_double`: the double as a process of its own."""

import argparse
import signal
import threading

from local.zendesk_double.double import EMAIL, SECRET, TOKEN, ZendeskDouble


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.zendesk_double", description="A small Zendesk of our own.")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=4243, help="0 takes any free port")
    parser.add_argument("--webhook-url", help="where events go")
    parser.add_argument("--webhook-secret", default=SECRET, help="signs them")
    parser.add_argument("--email", default=EMAIL, help="whose API token it is")
    parser.add_argument("--token", default=TOKEN, help="the API token")
    said = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        double = ZendeskDouble(
            host=said.host,
            port=said.port,
            webhook_url=said.webhook_url,
            webhook_secret=said.webhook_secret,
            email=said.email,
            token=said.token,
        )
    except (OSError, ValueError) as error:
        parser.error(str(error))
    with double:
        print(f"Zendesk double on {double.url}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()

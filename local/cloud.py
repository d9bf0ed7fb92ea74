"""The whole shop, running here: MiniStack, the deployed stack, Stripe's double, and somebody in the shop."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from local.deploy import deploy, synthesize
from local.endpoints import Endpoints
from local.first_steps import issue_admin_key, put_secrets, verify_senders
from local.ministack import MiniStack, ministack, refuse_if_taken
from local.paths import LOGS
from local.process import Process, Say, free_port, silent
from local.seed import seed
from local.walk import walk

STRIPE_START_S = 20


@contextmanager
def running_cloud(
    port: int | None = None,
    demo: str = "none",
    *,
    hold_minutes: int = 30,
    say: Say = silent,
) -> Iterator[Endpoints]:
    """The shop deployed afresh on this port, or on a free one; gone, with all it started, when the context ends.

    demo: what is put into it, as `local/seed.py` knows it; `none` leaves it empty.
    hold_minutes: how long an unpaid order keeps its stock.
    Raises Failed with a sentence for a person.
    """
    if port is not None:
        refuse_if_taken(port)
    assembly = synthesize("local", say)
    with ministack(port) as cloud:
        say(f"MiniStack answers on {cloud.url}.")
        stripe_port = free_port()
        stripe_api = f"http://127.0.0.1:{stripe_port}"
        parameters = {"StripeApiBase": stripe_api, "HoldMinutes": str(hold_minutes)}
        outputs = deploy(cloud, assembly, parameters=parameters, say=say)
        api = f"{cloud.url}/_aws/execute-api/{outputs['ApiId']}/$default"
        verify_senders(cloud)
        of_stripe, of_carriers = "whsec_" + secrets.token_hex(24), secrets.token_hex(32)
        of_the_edge = secrets.token_hex(32)
        put_secrets(
            cloud,
            {
                "stripe_api_key": "sk_test_" + secrets.token_hex(24),
                "stripe_webhook_secret": of_stripe,
                "carrier_webhook_secret": of_carriers,
                "origin_secret": of_the_edge,
            },
        )
        with _stripe_double(cloud, stripe_port, f"{api}/webhooks/stripe", of_stripe):
            endpoints = Endpoints(
                api=api,
                admin_key=issue_admin_key(cloud),
                cloud=cloud.url,
                stripe_api=stripe_api,
                stripe_webhook_secret=of_stripe,
                carrier_webhook_secret=of_carriers,
                origin_secret=of_the_edge,
                outbox_mail=f"{cloud.url}/_ministack/ses/messages",
            )
            if demo != "none":
                _fill(endpoints, demo, say)
            yield endpoints


@contextmanager
def _stripe_double(cloud: MiniStack, port: int, webhook_url: str, webhook_secret: str) -> Iterator[Process]:
    command = [sys.executable, "-m", "local.stripe_double", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--webhook-url", webhook_url, "--webhook-secret", webhook_secret]
    log = LOGS / f"stripe-{cloud.port}.log"
    with Process("Stripe's double", command, env=cloud.environment, log=log) as process:
        process.wait_until_open(port, timeout_s=STRIPE_START_S)
        yield process


def _fill(endpoints: Endpoints, demo: str, say: Say) -> None:
    seed(endpoints, demo, say)
    walk(endpoints, say)

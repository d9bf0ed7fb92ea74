"""The whole shop, running here: MiniStack, the deployed stack, Stripe's double, and somebody in the shop."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from local.deploy import deploy, synthesize
from local.endpoints import Endpoints
from local.first_steps import put_secrets, verify_senders
from local.keep import is_kept, put_aside_at_the_end, put_back, stripe_memory
from local.ministack import MiniStack, ministack, refuse_if_taken
from local.own import Own
from local.paths import LOGS
from local.process import Process, Say, free_port, silent
from local.seed import seed
from local.walk import CARRIER, walk

STRIPE_START_S = 20


@contextmanager
def running_cloud(
    port: int | None = None,
    demo: str = "none",
    *,
    hold_minutes: int = 30,
    own: Own | None = None,
    keeps: bool = False,
    say: Say = silent,
) -> Iterator[Endpoints]:
    """The shop deployed afresh on this port, or on a free one; gone, with all it started, when the context ends.

    demo: what is put into it, as `local/seed.py` knows it; `none` leaves it empty.
    hold_minutes: how long an unpaid order keeps its stock.
    own: secrets and the admin key; None for new ones.
    keeps: whether the shop goes on from what was put aside, and is put aside when the context ends.
    Raises Failed with a sentence for a person.
    """
    own = own or Own()
    stripe_port = free_port() if port is None else port + 1
    if port is not None:
        refuse_if_taken(port)
        refuse_if_taken(stripe_port)
    assembly = synthesize("local", say)
    with ministack(port) as cloud:
        say(f"MiniStack answers on {cloud.url}.")
        stripe_api = f"http://127.0.0.1:{stripe_port}"
        parameters = {"StripeApiBase": stripe_api, "HoldMinutes": str(hold_minutes)}
        outputs = deploy(cloud, assembly, parameters=parameters, say=say)
        api = f"{cloud.url}/_aws/execute-api/{outputs['ApiId']}/$default"
        verify_senders(cloud)
        goes_on = keeps and is_kept()
        admin_key = put_back(cloud, say) if goes_on else own.issued_key(cloud)
        of_stripe, of_carrier = own.secret("stripe_webhook_secret", "whsec_"), own.secret("carrier_webhook_secret")
        of_the_edge = own.secret("origin_secret")
        put_secrets(
            cloud,
            {
                "stripe_api_key": own.secret("stripe_api_key", "sk_test_"),
                "stripe_webhook_secret": of_stripe,
                "carrier_webhook_secret": json.dumps({CARRIER: of_carrier}),
                "origin_secret": of_the_edge,
            },
        )
        with ExitStack() as stack:
            stack.enter_context(
                _stripe_double(cloud, stripe_port, f"{api}/webhooks/stripe", of_stripe, goes_on=goes_on)
            )
            endpoints = Endpoints(
                api=api,
                admin_key=admin_key,
                cloud=cloud.url,
                stripe_api=stripe_api,
                stripe_webhook_secret=of_stripe,
                carrier_webhook_secret=of_carrier,
                origin_secret=of_the_edge,
                outbox_mail=f"{cloud.url}/_ministack/ses/messages",
            )
            if demo != "none" and not goes_on:
                _fill(endpoints, demo, say)
            if keeps:
                stack.enter_context(put_aside_at_the_end(cloud, stripe_api, admin_key, say))
            yield endpoints


@contextmanager
def _stripe_double(
    cloud: MiniStack, port: int, webhook_url: str, webhook_secret: str, *, goes_on: bool
) -> Iterator[Process]:
    command = [sys.executable, "-m", "local.stripe_double", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--webhook-url", webhook_url, "--webhook-secret", webhook_secret]
    command += ["--memory", str(stripe_memory())] if goes_on else []
    log = LOGS / f"stripe-{cloud.port}.log"
    with Process("Stripe's double", command, env=cloud.environment, log=log) as process:
        process.wait_until_open(port, timeout_s=STRIPE_START_S)
        yield process


def _fill(endpoints: Endpoints, demo: str, say: Say) -> None:
    seed(endpoints, demo, say)
    walk(endpoints, say)

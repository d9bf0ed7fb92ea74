"""The whole shop, running here: MiniStack, the deployed stacks, Stripe's and Zendesk's doubles, and somebody in it."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from infra import dashboard
from infra.names import MEDIA
from local.dashboard_pages import serve
from local.deploy import deploy, synthesize
from local.desk import EMAIL, sit_down
from local.endpoints import Endpoints
from local.first_steps import put_secrets, verify_senders
from local.keep import is_kept, put_aside_at_the_end, put_back, stripe_memory
from local.ministack import ACCOUNT, DASHBOARD, REGION, MiniStack, ministack, refuse_if_taken
from local.own import Own
from local.paths import LOGS, search_path
from local.process import Process, Say, free_port, silent
from local.seed import seed
from local.stage import local_stage
from local.walk import CARRIER, walk

DOUBLE_START_S = 20


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
    stripe_port, helpdesk_port = _beside(port, 1), _beside(port, 2)
    assembly = synthesize("local", say)
    files = dashboard.build(search_path())
    with ministack(port, own.keys()) as cloud:
        say(f"MiniStack answers on {cloud.url}.")
        stripe_api = f"http://127.0.0.1:{stripe_port}"
        helpdesk = f"http://127.0.0.1:{helpdesk_port}"
        parameters = {"StripeApiBase": stripe_api, "HelpdeskUrl": helpdesk, "HoldMinutes": str(hold_minutes)}
        outputs = deploy(cloud, assembly, parameters=parameters, say=say)
        verify_senders(cloud)
        goes_on = keeps and is_kept()
        admin_key = put_back(cloud, say) if goes_on else own.issued_key(cloud)
        endpoints = _endpoints(cloud, own, outputs, admin_key=admin_key, stripe_api=stripe_api, helpdesk=helpdesk)
        put_secrets(cloud, _secrets(own, endpoints))
        _serve_dashboard(cloud, files, endpoints)
        with ExitStack() as stack:
            stack.enter_context(_stripe_double(cloud, stripe_port, endpoints, goes_on=goes_on))
            stack.enter_context(_helpdesk_double(cloud, helpdesk_port, own, endpoints))
            if demo != "none":
                if not goes_on:
                    _fill(endpoints, demo, say)
                endpoints = _with_an_owner(endpoints, own, say)
            if keeps:
                stack.enter_context(put_aside_at_the_end(cloud, stripe_api, admin_key, say))
            yield endpoints


def _beside(port: int | None, by: int) -> int:
    """A port beside the shop's, or a free one where the shop takes any. Raises Failed where either is taken."""
    if port is None:
        return free_port()
    refuse_if_taken(port)
    refuse_if_taken(port + by)
    return port + by


def _endpoints(
    cloud: MiniStack, own: Own, outputs: Mapping[str, str], *, admin_key: str, stripe_api: str, helpdesk: str
) -> Endpoints:
    return Endpoints(
        api=f"{cloud.url}/_aws/execute-api/{outputs['ApiId']}/$default",
        admin_key=admin_key,
        cloud=cloud.url,
        aws_access_key_id=cloud.keys.access_key_id,
        aws_secret_access_key=cloud.keys.secret_access_key,
        stripe_api=stripe_api,
        stripe_webhook_secret=own.secret("stripe_webhook_secret", "whsec_"),
        carrier_webhook_secret=own.secret("carrier_webhook_secret"),
        helpdesk=helpdesk,
        helpdesk_webhook_secret=own.secret("helpdesk_webhook_secret"),
        origin_secret=own.secret("origin_secret"),
        dashboard=f"{cloud.url}/dashboard/",
        outbox_mail=f"{cloud.inner_url}/_ministack/ses/messages",
        staff_pool=outputs["StaffPool"],
        staff_client=outputs["StaffClient"],
        customers_pool=outputs["CustomersPool"],
        customers_client=outputs["CustomersClient"],
    )


def _serve_dashboard(cloud: MiniStack, files: Path, endpoints: Endpoints) -> None:
    """Under the cloud's own address, as the API and Cognito are: one origin, as behind CloudFront."""
    config = {
        "api": endpoints.api.removeprefix(cloud.url),
        "cognito": f"{cloud.url}/",
        "region": REGION,
        "pool": endpoints.staff_pool,
        "client": endpoints.staff_client,
        "sso": None,  # nobody's company is here
    }
    headers = {"content-security-policy": dashboard.policy([cloud.url]), "x-content-type-options": "nosniff"}
    media = local_stage().names.bucket(MEDIA, ACCOUNT, REGION)
    serve(cloud.scratch / DASHBOARD, files, config, headers, media)


def _secrets(own: Own, endpoints: Endpoints) -> dict[str, str]:
    """What an operator would put into the shop's secrets, by their names."""
    return {
        "stripe_api_key": own.secret("stripe_api_key", "sk_test_"),
        "stripe_webhook_secret": endpoints.stripe_webhook_secret,
        "carrier_webhook_secret": json.dumps({CARRIER: endpoints.carrier_webhook_secret}),
        "helpdesk_api_token": own.secret("helpdesk_api_token"),
        "helpdesk_webhook_secret": endpoints.helpdesk_webhook_secret,
        "origin_secret": endpoints.origin_secret,
    }


@contextmanager
def _stripe_double(cloud: MiniStack, port: int, endpoints: Endpoints, *, goes_on: bool) -> Iterator[Process]:
    command = [sys.executable, "-m", "local.stripe_double", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--webhook-url", f"{endpoints.api}/webhooks/stripe"]
    command += ["--webhook-secret", endpoints.stripe_webhook_secret]
    command += ["--memory", str(stripe_memory())] if goes_on else []
    log = LOGS / f"stripe-{cloud.port}.log"
    with Process("Stripe's double", command, env=cloud.environment, log=log) as process:
        process.wait_until_open(port, timeout_s=DOUBLE_START_S)
        yield process


@contextmanager
def _helpdesk_double(cloud: MiniStack, port: int, own: Own, endpoints: Endpoints) -> Iterator[Process]:
    command = [sys.executable, "-m", "local.zendesk_double", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--webhook-url", f"{endpoints.api}/webhooks/helpdesk"]
    command += ["--webhook-secret", endpoints.helpdesk_webhook_secret]
    command += ["--token", own.secret("helpdesk_api_token")]
    log = LOGS / f"helpdesk-{cloud.port}.log"
    with Process("The helpdesk's double", command, env=cloud.environment, log=log) as process:
        process.wait_until_open(port, timeout_s=DOUBLE_START_S)
        yield process


def _with_an_owner(endpoints: Endpoints, own: Own, say: Say) -> Endpoints:
    """Whom the staff's pool knows again each time: pools are not kept."""
    password = f"Demo-{own.secret('staff_password')[:12]}-Shop1"
    key = sit_down(endpoints, password, say)
    return replace(endpoints, staff_email=EMAIL, staff_password=password, staff_totp=key)


def _fill(endpoints: Endpoints, demo: str, say: Say) -> None:
    seed(endpoints, demo, say)
    walk(endpoints, say)

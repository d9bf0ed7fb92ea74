"""`make run`: the whole shop on this machine until Ctrl-C, its addresses in `.local/endpoints.json`."""

import signal
import sys
import time
from dataclasses import asdict
from types import FrameType

from botocore.exceptions import BotoCoreError, ClientError

from infra.settings.shop_file import Mistaken, load
from local.cloud import running_cloud
from local.endpoints import Endpoints
from local.own import keep, this_machines
from local.paths import HOME
from local.process import Failed, is_open
from local.wishes import Wishes

WELCOME = """
Ready in {took_s:.0f} s. Ctrl-C stops everything; the same addresses are in .local/endpoints.json.

  API            {api}
  documentation  {api}/docs
  dashboard      {dashboard}{desk}
  admin key      {admin_key}
  Stripe double  {stripe_api}
  Zendesk double {helpdesk}
  sent e-mails   {outbox_mail}

  curl '{api}/store/products'
  curl -X POST '{api}/store/carts' -H 'Content-Type: application/json' -d '{{"currency":"USD","country":"US"}}'
  curl -H 'Authorization: Bearer {admin_key}' '{api}/admin/orders'

To pay an order at the double, once its cart is complete and has told its client_secret, pi_…_secret_…:

  curl '{stripe_api}/v1/payment_intents/pi_…/confirm' -u pk_test_me: \\
    -d client_secret=pi_…_secret_… -d payment_method=pm_card_visa

A whole purchase to paste, from an empty cart to the parcel: docs/api.md.
"""

DESK = """
                 as {staff_email}, password {staff_password}, then the code of `make staff-code`"""


def main() -> int:
    wanted = Wishes(__doc__).parse_args()
    HOME.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    started = time.monotonic()
    try:
        load()  # a mistake in the shop's settings is told before anything is started
        own = this_machines()
        with running_cloud(wanted.port, wanted.demo, own=own, keeps=wanted.keep, say=_say) as endpoints:
            keep(own)
            _say(_welcome(endpoints, time.monotonic() - started))
            with endpoints.kept():
                _wait(endpoints)
    except _Stopped:
        _say("Stopped.")
    except (Failed, Mistaken, BotoCoreError, ClientError) as failure:
        print(f"It did not work: {failure}", file=sys.stderr)
        return 1
    return 0


def _welcome(endpoints: Endpoints, took_s: float) -> str:
    """What somebody who has just started the shop wants to have at hand."""
    at_desk = DESK.format(**asdict(endpoints)) if endpoints.staff_email else ""
    return WELCOME.format(**asdict(endpoints), took_s=took_s, desk=at_desk)


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

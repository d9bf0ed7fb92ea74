"""Somebody of the demo shop's staff, who signs in to the dashboard as people do: a real user of the staff's pool.

`python -m local.desk` is `make staff-code`: what their authenticator app would show now.
"""

import json
import sys
import time
import urllib.request
from typing import Any

from local.endpoints import Endpoints
from local.paths import ENDPOINTS
from local.process import Failed, Say
from local.sign_in import App, NotSignedIn, totp
from local.stage import local_stage

EMAIL, NAME = "owner@example.com", "Olga Owner"
LETTER_S = 20
STEP_S = 30  # a code's time


def sit_down(endpoints: Endpoints, password: str, say: Say) -> str:
    """Invite the owner, choose this password and set up an authenticator. Gives its key. Raises Failed."""
    payload = json.dumps({"email": EMAIL, "name": NAME}).encode()
    function = local_stage().names.of("access", "invite_owner")
    answer = endpoints.client("lambda").invoke(FunctionName=function, Payload=payload)
    if "FunctionError" in answer:
        raise Failed(f"The demo shop's owner could not be invited: {answer['Payload'].read().decode()}")
    app = App(endpoints.cloud, endpoints.staff_pool, endpoints.staff_client)
    try:
        app.first_time(EMAIL, _letter(endpoints), password)
    except NotSignedIn as refused:
        raise Failed(f"The demo shop's owner could not sign in: {refused}") from refused
    say(f"{NAME} is at the dashboard's desk.")
    return app.totp[EMAIL]


def _letter(endpoints: Endpoints) -> str:
    """The newest letter to the owner."""
    end = time.monotonic() + LETTER_S
    while time.monotonic() < end:
        with urllib.request.urlopen(endpoints.outbox_mail, timeout=LETTER_S) as answer:
            boxes: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
        if letters := [letter for box in boxes.values() for letter in box if EMAIL in str(letter.get("To"))]:
            return str(letters[-1])
        time.sleep(0.2)
    raise Failed("The invitation of the demo shop's owner did not come.")


def main() -> int:
    if not ENDPOINTS.exists() or not (key := json.loads(ENDPOINTS.read_text()).get("staff_totp")):
        print("No demo shop is running here: `make run` starts one.", file=sys.stderr)
        return 1
    print(f"{totp(key)} for {STEP_S - int(time.time()) % STEP_S} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where the running local cloud answers: what tests, the seed and a curious person need to know."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from local.ministack import client_of
from local.paths import ENDPOINTS, write_privately


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """All addresses are on loopback; all secrets are made for this run and are worth nothing elsewhere."""

    api: str  # the HTTP API: append `/store/products`
    admin_key: str  # send as `Authorization: Bearer …`; may do everything
    cloud: str  # AWS itself, as any AWS SDK's endpoint, with these keys and the region us-east-1
    aws_access_key_id: str
    aws_secret_access_key: str
    stripe_api: str  # Stripe's double
    stripe_webhook_secret: str
    carrier_webhook_secret: str  # of the one carrier that it knows, `ups`
    helpdesk: str = ""  # Zendesk's double, in which staff answer
    helpdesk_webhook_secret: str = ""
    origin_secret: str = ""  # send as `Origin-Verify`, as the edge does: then CloudFront-Viewer-Address says who calls
    dashboard: str = ""  # the dashboard's first page
    outbox_mail: str  # GET: every mail sent, as JSON {"messages": {account: [{To, Subject, BodyText, …}]}}
    staff_pool: str = ""  # of Cognito, and the app that staff sign in by
    staff_client: str = ""
    staff_email: str = ""  # of the demo shop's owner, who signs in to the dashboard; none where it is empty
    staff_password: str = ""
    staff_totp: str = ""  # the key of their authenticator app; `make staff-code` tells what it shows
    customers_pool: str = ""
    customers_client: str = ""
    pid: int = 0

    @property
    def outbox_texts(self) -> str:
        """GET: every text message sent, as JSON {"sms_messages": {number: [{Message, …}]}}."""
        return self.outbox_mail.replace("/ses/messages", "/sns/sms-messages")

    def client(self, service: str) -> Any:
        """botocore's client for a service of AWS, with every right."""
        return client_of(self.cloud, service, self.aws_access_key_id, self.aws_secret_access_key)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Within the context they are in `.local/endpoints.json`."""
        try:
            write_privately(ENDPOINTS, json.dumps(asdict(self) | {"pid": os.getpid()}, indent=2) + "\n")
            yield
        finally:
            ENDPOINTS.unlink(missing_ok=True)


def edge_headers(origin_secret: str, shopper: str) -> dict[str, str]:
    """What the edge adds to a shopper's requests: proof that it is the edge, and an address, one for each shopper."""
    household = hashlib.sha256(shopper.encode()).hexdigest()[:8]
    return {
        "Origin-Verify": origin_secret,
        "CloudFront-Viewer-Address": f"[2001:db8:{household[:4]}:{household[4:]}::1]:44321",
    }

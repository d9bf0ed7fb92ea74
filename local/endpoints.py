"""Where the running local cloud answers: what tests, the seed and a curious person need to know."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from local.paths import ENDPOINTS


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """All addresses are on loopback; all secrets are made for this run and are worth nothing elsewhere."""

    api: str  # the HTTP API: append `/store/products`
    admin_key: str  # send as `Authorization: Bearer …`; may do everything
    cloud: str  # AWS itself, as any AWS SDK's endpoint
    stripe_api: str  # Stripe's double
    stripe_webhook_secret: str
    carrier_webhook_secret: str
    outbox_mail: str  # GET: every mail sent, as JSON {"messages": {account: [{To, Subject, BodyText, …}]}}
    pid: int = 0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Within the context they are in `.local/endpoints.json`."""
        aside = ENDPOINTS.with_suffix(".new")
        aside.write_text(json.dumps(asdict(self) | {"pid": os.getpid()}, indent=2) + "\n")
        aside.chmod(0o600)
        try:
            aside.rename(ENDPOINTS)  # whole or not at all
            yield
        finally:
            ENDPOINTS.unlink(missing_ok=True)

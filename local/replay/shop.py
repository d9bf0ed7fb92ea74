"""The shop as a replay uses it: its parties, the keys that make every request safe to repeat, a warehouse, shipping."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from local.client import Client
from local.endpoints import edge_headers
from local.paths import ENDPOINTS
from local.process import Failed, is_open

CURRENCY = "GBP"


@dataclass(frozen=True)
class Shop:
    """Its parties' clients. keys: what all Idempotency-Keys of this file begin with.

    secret: what no shopper knows, for the keys of those who prove nothing else.
    """

    shoppers: Client
    staff: Client
    stripe: Client
    keys: str
    secret: str
    location_id: str
    option_id: str
    origin_secret: str  # the edge's

    def of(self, shopper: str) -> dict[str, str]:
        """What the edge adds to this shopper's requests."""
        return edge_headers(self.origin_secret, f"{self.keys} {shopper}")

    def key(self, *what: str) -> str:
        return "-".join((self.keys, *what))

    def stranger_key(self, *what: str) -> str:
        """A key for who has nothing to show yet: the same each time, and nobody else's guess."""
        return hashlib.sha256(f"{self.secret}\n{self.key(*what)}".encode()).hexdigest()


def open_shop(endpoints: Mapping[str, Any], file_hash: str) -> Shop:
    """The shop at these endpoints, with a warehouse of the replay's own and free shipping paid in pounds.

    The warehouse is made once in a shop, for whatever file; its id is the shop's own, and tells one shop from another.
    """
    staff = Client(endpoints["api"], {"Authorization": f"Bearer {endpoints['admin_key']}"})
    location = staff.post("/admin/locations", {"name": "Replay", "country": "GB"}, key="replay-location")
    option = {"title": "Free (replay)", "kind": "flat", "amounts": {CURRENCY: 0}}
    return Shop(
        shoppers=Client(endpoints["api"]),
        staff=staff,
        stripe=Client(endpoints["stripe_api"], {"Authorization": "Bearer pk_test_replay"}),
        keys=f"replay-{file_hash}",
        secret=endpoints["admin_key"],
        location_id=location["id"],
        option_id=staff.post("/admin/shipping_options", option, key="replay-option")["id"],
        origin_secret=endpoints.get("origin_secret", ""),
    )


@contextmanager
def any_endpoints() -> Iterator[Mapping[str, Any]]:
    """The endpoints of the shop that runs here, or of one that is started for as long as the context lasts."""
    found = running_endpoints()
    if found:
        yield found
        return
    print("No shop is running here, so one is started for this replay; `make run` starts one that stays.", flush=True)
    from local.cloud import running_cloud  # noqa: PLC0415 - slow to import, and only needed here

    with running_cloud(say=lambda sentence: print(sentence, flush=True)) as endpoints:
        yield asdict(endpoints)


def running_endpoints() -> Mapping[str, Any] | None:
    """The endpoints that `make run` has left, if it still runs."""
    try:
        endpoints: dict[str, Any] = json.loads(ENDPOINTS.read_text())
        os.kill(endpoints["pid"], 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    except (ValueError, KeyError) as error:
        raise Failed(f"{ENDPOINTS} cannot be read: {error}. Remove it, and start the shop again.") from error
    return endpoints if is_open(int(endpoints["cloud"].rpartition(":")[2])) else None

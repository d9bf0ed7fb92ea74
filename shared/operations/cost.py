"""What the shop has cost, as AWS's Cost Explorer tells by the shop's tags. A question costs a cent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Cost:
    """amount: with its decimals, `41.07`. currency: as the bill has it."""

    amount: str
    currency: str


def month_so_far(explorer: Any, shop: str, stage: str, until: datetime) -> Cost | None:
    """Since the first of the month; None where nothing is told. What AWS raises goes through.

    shop: how the names of this shop's things begin, which is one of the two tags.
    """
    tags = {"storewright:shop": shop, "storewright:stage": stage}
    months = explorer.get_cost_and_usage(
        TimePeriod={"Start": f"{until:%Y-%m}-01", "End": f"{until + timedelta(days=1):%Y-%m-%d}"},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
        Filter={"And": [{"Tags": {"Key": key, "Values": [value]}} for key, value in tags.items()]},
    )["ResultsByTime"]
    total = months[-1]["Total"].get("UnblendedCost") if months else None
    return Cost(f"{float(total['Amount']):.2f}", str(total["Unit"])) if total else None

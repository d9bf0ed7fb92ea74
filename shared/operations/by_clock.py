"""What the clock tells whom it wakes."""

from datetime import datetime
from typing import Any

from shared import ids


def woken(due: datetime, account: str, region: str) -> dict[str, Any]:
    """EventBridge's scheduled event, as a run by hand gets it. due: UTC."""
    return {
        "version": "0",
        "id": ids.new_id("run"),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account,
        "time": f"{due:%Y-%m-%dT%H:%M:%SZ}",
        "region": region,
        "resources": [],
        "detail": "{}",
    }

"""The night's report, run as the schedule runs it, under its own role: yesterday's files are written."""

import json
from datetime import UTC, datetime, timedelta

from tests.journeys.shop import Shop


def test_the_day_before_is_closed_and_written_as_json_and_csv(shop: Shop) -> None:
    """FAULTS 45: run twice, it is the same report"""
    now = datetime.now(UTC)
    yesterday = (now - timedelta(days=1)).date().isoformat()
    lambdas, files = (shop.endpoints.client(service) for service in ("lambda", "s3"))
    run = {"time": now.isoformat(timespec="seconds").replace("+00:00", "Z")}
    for _ in range(2):
        answer = lambdas.invoke(FunctionName="storewright-local-reports-daily_sales", Payload=json.dumps(run).encode())
        assert "FunctionError" not in answer, answer["Payload"].read()
    (bucket,) = (b["Name"] for b in files.list_buckets()["Buckets"] if "report" in b["Name"])
    written = {each["Key"] for each in files.list_objects_v2(Bucket=bucket).get("Contents", [])}
    assert {f"sales/{yesterday}.json", f"sales/{yesterday}.csv"} <= written

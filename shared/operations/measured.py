"""What CloudWatch measures, asked for in one call however many figures it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Metric:
    """A figure of a Lambda or a queue. name: what AWS calls the function or the queue. stat: `Sum`, `Maximum`."""

    namespace: str
    metric: str
    name: str
    stat: str = "Sum"


DIMENSIONS = {"AWS/Lambda": "FunctionName", "AWS/SQS": "QueueName"}
Values = Mapping[Metric, Sequence[tuple[datetime, float]]]  # the newest first


def measured(cloudwatch: Any, wanted: Sequence[Metric], since: datetime, until: datetime, period_s: int) -> Values:
    """The values of each, of the periods in which there were any."""
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[_query(i, each, period_s) for i, each in enumerate(wanted)],
        StartTime=since,
        EndTime=until,
        ScanBy="TimestampDescending",
    )
    values: dict[Metric, list[tuple[datetime, float]]] = {each: [] for each in wanted}
    for result in (result for page in pages for result in page["MetricDataResults"]):
        metric = wanted[int(result["Id"].removeprefix("m"))]
        values[metric] += zip(result["Timestamps"], result["Values"], strict=True)
    return values


def alarms(cloudwatch: Any, beginning: str) -> list[dict[str, Any]]:
    """The alarms whose names begin so, as CloudWatch describes them, composite ones too."""
    pages = cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=beginning, AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    return [each for page in pages for kind in ("MetricAlarms", "CompositeAlarms") for each in page.get(kind, ())]


def _query(i: int, wanted: Metric, period_s: int) -> dict[str, Any]:
    dimensions = [{"Name": DIMENSIONS[wanted.namespace], "Value": wanted.name}]
    return {
        "Id": f"m{i}",
        "MetricStat": {
            "Metric": {"Namespace": wanted.namespace, "MetricName": wanted.metric, "Dimensions": dimensions},
            "Period": period_s,
            "Stat": wanted.stat,
        },
    }

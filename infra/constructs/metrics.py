"""A metric of CloudWatch's, by names alone: of what the code counts, or of AWS's own."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

NAMESPACE = "Storewright"  # of what the code counts; its only dimension is the domain, as `service`
PERIOD = Duration.minutes(5)


def metric(
    namespace: str, name: str, dimensions: Mapping[str, str], statistic: str, period: Duration = PERIOD
) -> cloudwatch.Metric:
    """What AWS counts in a namespace of its own."""
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, dimensions_map=dimensions, statistic=statistic, period=period
    )


def ours(domain: str, name: str, statistic: str, period: Duration = PERIOD) -> cloudwatch.Metric:
    """What the code of a domain counts or measures."""
    return metric(NAMESPACE, name, {"service": domain}, statistic, period)

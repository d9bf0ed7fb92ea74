"""The one dashboard over all stacks."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.stages import Stage

ROW = 8  # widgets are 8 of the dashboard's 24 columns wide


class Board:
    """Collects the widgets of all stacks. It knows what it shows by names alone."""

    def __init__(self) -> None:
        self._widgets: list[cloudwatch.IWidget] = []

    def add(self, title: str, metrics: Sequence[cloudwatch.IMetric]) -> None:
        self._widgets.append(cloudwatch.GraphWidget(title=title, left=list(metrics), width=ROW))

    def draw(self, scope: Construct, stage: Stage) -> None:
        """Once everything has been added."""
        rows = [self._widgets[i : i + 3] for i in range(0, len(self._widgets), 3)]
        cloudwatch.Dashboard(scope, "dashboard", dashboard_name=stage.names.of(), widgets=rows)

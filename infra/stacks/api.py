"""The door: one HTTP API, whose routes the domains bring, its authorizer, and the dashboard over all of it."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.api import HttpApi
from infra.constructs.board import Board
from infra.stages import Stage


class ApiStack(Stack):
    def __init__(self, scope: Construct, stage: Stage, board: Board, authorizer: str, **options: Any) -> None:
        """`authorizer`: the title of the Lambda that decides on staff's routes, such as `access-authorizer`."""
        name = stage.names.of("api")
        super().__init__(scope, name, description="Storewright: the shop's HTTP API.", **options)
        self.http = HttpApi(self, stage, Alarms(self, stage, board), authorizer)

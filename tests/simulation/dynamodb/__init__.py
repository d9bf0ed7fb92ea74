"""An in-memory DynamoDB for the simulation: no friendlier than the real one, without a clock or chance of its own."""

from tests.simulation.dynamodb.database import DynamoDB, Snapshot
from tests.simulation.dynamodb.errors import (
    AwsError,
    NotSupported,
    conflict,
    internal_error,
    throttled,
)
from tests.simulation.dynamodb.stream import StreamRecord

__all__ = [
    "AwsError",
    "DynamoDB",
    "NotSupported",
    "Snapshot",
    "StreamRecord",
    "conflict",
    "internal_error",
    "throttled",
]

"""What DynamoDB answers where it refuses or fails, and the loud stop for what this one does not do."""

from collections.abc import Mapping, Sequence
from typing import Any

Wire = dict[str, Any]


class AwsError(Exception):
    """An error as it comes over the wire. fields: further members of its body, such as CancellationReasons."""

    def __init__(self, code: str, message: str, status: int = 400, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields: dict[str, Any] = dict(fields or {})


class NoTable(AwsError):
    """There is no table of that name."""

    def __init__(self) -> None:
        super().__init__("ResourceNotFoundException", "Requested resource not found")


class WrongItem(AwsError):
    """A key or an index key that the table cannot have. In a transaction it is a reason of one operation."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


class NotSupported(Exception):
    """The shop does not use this, so this DynamoDB does not have it: never an answer that may be wrong."""


def invalid(message: str) -> AwsError:
    """The request can never be right."""
    return AwsError("ValidationException", message)


def condition_failed(found: Wire | None) -> AwsError:
    """found: the item as it was, where the request wanted it shown."""
    fields = {"Item": found} if found else {}
    return AwsError("ConditionalCheckFailedException", "The conditional request failed", fields=fields)


def canceled(reasons: Sequence[Wire]) -> AwsError:
    """A transaction that did nothing. reasons: one an operation and in their order."""
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return AwsError("TransactionCanceledException", message, fields={"CancellationReasons": list(reasons)})


def reason(code: str, message: str | None = None, item: Wire | None = None) -> Wire:
    """Why one operation kept its transaction from happening; `reason("None")` where it did not."""
    told: Wire = {"Code": code}
    if message is not None:
        told["Message"] = message
    if item:
        told["Item"] = item
    return told


def throttled() -> AwsError:
    """More than an on-demand table takes at the moment."""
    return AwsError("ThrottlingException", "Throughput exceeds the current capacity of your table or index.")


def internal_error() -> AwsError:
    """DynamoDB failed on its side; what was asked may have happened all the same."""
    return AwsError("InternalServerError", "Internal server error", status=500)


def conflict(request: Wire, which: int = 0) -> AwsError:
    """Another transaction holds an item of this request. which: any number, drawn by the caller; its operation."""
    operations = request.get("TransactItems")
    if operations is None:
        return AwsError("TransactionConflictException", "Transaction is ongoing for the item")
    reasons = [reason("None") for _ in operations]
    reasons[which % len(reasons)] = reason("TransactionConflict", "Transaction is ongoing for the item")
    return canceled(reasons)

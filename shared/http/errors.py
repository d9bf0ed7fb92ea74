"""Errors as answers: one map from classes to the documented body. Nothing internal gets out."""

from shared import telemetry
from shared.errors import Problem
from shared.http.models import ErrorDetail, ErrorView
from shared.reply import Reply


class Internal(Problem):
    """A fault of ours."""

    type = "internal"
    status = 500
    code = "internal"


def error_reply(error: Exception) -> Reply[ErrorView]:
    """The answer to a request that raised. What is no documented problem is logged and shown as `internal`."""
    if not isinstance(error, Problem):
        telemetry.warn("unexpected", error)
        telemetry.count("UnexpectedErrors")
        error = Internal("Something went wrong on our side.")
    detail = ErrorDetail(
        type=error.type,
        code=error.code,
        message=error.message,
        param=error.param,
        details=error.details,
        request_id=telemetry.correlation_id(),
    )
    headers = {"Retry-After": str(error.retry_after_s)} if error.retry_after_s else {}
    return Reply(ErrorView(error=detail), error.status, headers=headers)

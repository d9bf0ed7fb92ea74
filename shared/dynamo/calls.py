"""One call to DynamoDB that may be repeated without harm, and what it means where no answer comes."""

from typing import Any

from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

from shared.aws import client
from shared.errors import Unavailable

NO_ANSWER = (HTTPClientError, IncompleteReadError)  # timeouts, closed and refused connections, half an answer
THROTTLED = {
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
BROKEN = {"InternalServerError", "ServiceUnavailable", "InternalFailure", "RequestTimeout", "RequestTimeoutException"}


def ask(operation: str, **request: Any) -> Any:
    """The answer to a read, say. Raises Unavailable where there is none after the SDK's own tries."""
    try:
        return getattr(client("dynamodb"), operation)(**request)
    except NO_ANSWER as error:
        raise Unavailable("The database did not answer; try again.") from error
    except ClientError as error:
        if code_of(error) in THROTTLED or is_broken(error):
            raise Unavailable("The database is busy; try again.") from error
        raise


def code_of(error: ClientError) -> str:
    """DynamoDB's name for what went wrong."""
    return str(error.response["Error"]["Code"])


def is_broken(error: ClientError) -> bool:
    """Whether DynamoDB, or something before it, failed on its side: what was asked may have happened all the same."""
    return code_of(error) in BROKEN or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400) >= 500

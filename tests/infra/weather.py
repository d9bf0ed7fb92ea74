"""The worst weather for whoever writes: the answer to every commit that puts an item is lost after its effect."""

from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError


class Weather:
    """Commits are sent again or looked up all the time; mails are sent only while `is_mail_away` is not set."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.is_bad = True
        self.is_mail_away = False
        call = BaseClient._make_api_call

        def make(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
            if operation == "SendEmail" and self.is_mail_away:
                raise ReadTimeoutError(endpoint_url="the mail service does not answer")
            answer = call(client, operation, parameters)
            if self.is_bad and _has_proof(operation, parameters):
                raise ReadTimeoutError(endpoint_url="the answer was lost")
            return answer

        patch.setattr(BaseClient, "_make_api_call", make)


def _has_proof(operation: str, parameters: dict[str, Any]) -> bool:
    """Whether the commit leaves an item to know it by. One that leaves none is sent again, which is done twice."""
    puts = [entry for entry in parameters.get("TransactItems", ()) if "Put" in entry]
    return operation == "PutItem" or bool(puts)

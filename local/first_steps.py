"""What an operator does by hand after the first deployment, done for the local cloud: secrets and the first key."""

import json
from collections.abc import Mapping

from local.ministack import MiniStack
from local.process import Failed
from local.stage import local_stage


def put_secrets(cloud: MiniStack, values: Mapping[str, str]) -> None:
    manager = cloud.client("secretsmanager")
    for name, value in values.items():
        manager.put_secret_value(SecretId=local_stage().names.secret(name), SecretString=value)


def verify_senders(cloud: MiniStack) -> None:
    """Let the shop write: SES sends nothing for an address that is not verified."""
    cloud.client("ses").verify_email_identity(EmailAddress=local_stage().mail_from)


def issue_admin_key(cloud: MiniStack) -> str:
    """A key that may do everything, as `make`'s operator gets one in an account. Raises Failed where it is refused."""
    answer = cloud.client("lambda").invoke(
        FunctionName=local_stage().names.of("access", "issue_key"),
        Payload=json.dumps({"name": "local", "scopes": "all"}).encode(),
    )
    body = json.loads(answer["Payload"].read())
    if "FunctionError" in answer or "token" not in body:
        raise Failed(f"No admin key could be issued: {body}.")
    return str(body["token"])

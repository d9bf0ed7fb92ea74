"""What is random about a local shop and yet the same each time on one machine: its secrets, its cloud's, its admin key.

Made at the first `make run` and kept in `.local/own.json`; deleted, it is made anew.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from local.first_steps import issue_admin_key
from local.ministack import Keys, MiniStack
from local.paths import OWN, ROOT, write_privately
from local.stage import local_stage


@dataclass
class Own:
    """The secrets of one shop by their names, and its admin key as the shop keeps it."""

    secrets: dict[str, str] = field(default_factory=dict)
    admin_key: dict[str, Any] = field(default_factory=dict)  # its token, its item, and of which code the item is

    def secret(self, name: str, prefix: str = "") -> str:
        """The secret of this name, made where it is asked for the first time."""
        return self.secrets.setdefault(name, prefix + secrets.token_hex(32))

    def keys(self) -> Keys:
        """Those of the cloud under the shop."""
        fresh = Keys()
        return Keys(**{name: self.secrets.setdefault(f"cloud_{name}", made) for name, made in asdict(fresh).items()})

    def issued_key(self, cloud: MiniStack) -> str:
        """The token of a key that may do everything: the one of last time where the shop still keeps keys as then."""
        dynamodb, code = cloud.client("dynamodb"), _code_of_access()
        table = local_stage().names.of("access")
        if self.admin_key.get("code") == code:
            dynamodb.put_item(TableName=table, Item=self.admin_key["item"])
        else:
            token = issue_admin_key(cloud)
            key = {"pk": {"S": f"KEY#key_{token.split('_')[1]}"}, "sk": {"S": "KEY"}}
            item = dynamodb.get_item(TableName=table, Key=key)["Item"]
            self.admin_key = {"token": token, "item": item, "code": code}
        return str(self.admin_key["token"])


def this_machines() -> Own:
    """The one that is kept, or a new one."""
    return Own(**json.loads(OWN.read_text())) if OWN.exists() else Own()


def keep(own: Own) -> None:
    """For next time."""
    write_privately(OWN, json.dumps({"secrets": own.secrets, "admin_key": own.admin_key}))


def _code_of_access() -> str:
    digest = hashlib.sha256()
    for path in sorted((ROOT / "functions" / "access").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

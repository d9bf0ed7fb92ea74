"""What everything is called, by one rule: so the stacks find each other, and two shops share an account.

No stack exports anything to another, which would lock the two together. What has a name is found by it; the few
things that AWS names itself (an API's id, a stream's ARN) stand in SSM parameters with names by the same rule.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Of one shop in one stage."""

    prefix: str
    stage: str

    def of(self, *parts: str) -> str:
        """`storewright-prod-orders`: stacks, tables, functions, queues, rules, alarms, and without parts the bus."""
        return "-".join((self.prefix, self.stage, *parts))

    def secret(self, name: str) -> str:
        """`storewright/prod/guest_key`."""
        return f"{self.prefix}/{self.stage}/{name}"

    def parameter(self, name: str) -> str:
        """`/storewright/prod/api_id`."""
        return f"/{self.prefix}/{self.stage}/{name}"

    def bucket(self, name: str, account: str, region: str) -> str:
        """`storewright-prod-reports-123456789012-eu-central-1`: buckets' names are unique in the world."""
        return self.of(name, account, region)

    @property
    def bus(self) -> str:
        return self.of()

    @property
    def topic(self) -> str:
        """Where alarms go for which somebody gets up."""
        return self.of("alarms")

    @property
    def tickets(self) -> str:
        """Where the others go, for which somebody looks today."""
        return self.of("tickets")


API_ID = "api_id"
AUTHORIZER_ID = "authorizer_id"
WEB_ACL = "web_acl"
MEDIA = "media"  # the bucket of what everybody sees


def stream_of(table: str) -> str:
    """The parameter with the ARN of a table's stream."""
    return f"{table}_stream"


def pool_of(people: str) -> str:
    """The parameter with the id of a pool of people in Cognito."""
    return f"{people}_pool"


def client_of(people: str) -> str:
    """The parameter with the id of the app that they sign in by."""
    return f"{people}_client"

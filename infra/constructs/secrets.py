"""The secrets: generated where they are ours, placeholders where an operator puts another party's value."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.stages import Stage

SECRETS = {
    "guest_key": "Signs guests' tokens of carts and orders. Generated; never needs to be known.",
    "cursor_key": "Signs the cursors of lists. Generated; never needs to be known.",
    "confirm_key": "Signs the links by which a free order is confirmed. Generated; never needs to be known.",
    "limits_key": "Hides the addresses that are counted for limits. Generated; never needs to be known.",
    "lookup_key": "Hides the e-mail addresses that orders are found by. Generated; leave it as it is.",
    "answers_key": "Locks the answers that are kept for requests sent again. Generated; never needs to be known.",
    "token_key": "API keys' secrets are drawn from it, so that none is kept. Generated; never needs to be known.",
    "stripe_api_key": "Stripe's secret key (sk_…). Generated as a placeholder: put the real one in.",
    "stripe_webhook_secret": "Signs what Stripe sends (whsec_…). Generated as a placeholder: put the real one in.",
    "origin_secret": "What the CDN sends as Origin-Verify. Generated: give it to the CDN's origin.",
    "carrier_webhook_secret": "Sign what carriers send, a field each. Generated as a placeholder: knows no carrier.",
}
LENGTH = 64  # characters of letters and digits: 380 bits


def make_secrets(scope: Construct, stage: Stage) -> dict[str, str]:
    """All secrets' ARNs by name. Each is a plain string, or JSON with `current` and `previous` during a rotation."""
    return {name: _make(scope, stage, name, description) for name, description in SECRETS.items()}


def _make(scope: Construct, stage: Stage, name: str, description: str) -> str:
    secret = secretsmanager.Secret(
        scope,
        f"{name}_secret",
        secret_name=f"storewright/{stage.name}/{name}",
        description=description,
        generate_secret_string=secretsmanager.SecretStringGenerator(password_length=LENGTH, exclude_punctuation=True),
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )
    acknowledge(secret, "SMG4", "Rotated by an operator, together with the party that knows the other half.")
    cfn_secret = secret.node.default_child
    assert isinstance(cfn_secret, secretsmanager.CfnSecret)
    return cfn_secret.attr_id  # the ARN, as is Ref on AWS; to the local cloud a Ref is the name

"""The secrets: those that are there already, else generated; another party's are placeholders for an operator."""

from dataclasses import asdict

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.settings.tables import meanings
from infra.stages import Secrets, Stage

LENGTH = 64  # characters of letters and digits: 380 bits


def make_secrets(scope: Construct, stage: Stage) -> dict[str, str]:
    """All secrets' ARNs by name. Each is a plain string, or JSON with `current` and `previous` during a rotation."""
    there = asdict(stage.secrets)
    return {name: there[name] or _make(scope, stage, name, meaning) for name, meaning in meanings(Secrets).items()}


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

"""The secrets: those that are there already, else generated; another party's are placeholders for an operator."""

from dataclasses import asdict

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.settings.tables import meanings
from infra.stages import Secrets, Stage

HELPDESKS = ("helpdesk_api_token", "helpdesk_webhook_secret")  # of who has one
LENGTH = 64  # characters of letters and digits: 380 bits


def make_secrets(scope: Construct, stage: Stage) -> None:
    """Each is a plain string, or JSON with `current` and `previous` during a rotation."""
    there = asdict(stage.secrets)
    for name, meaning in meanings(Secrets).items():
        if there[name] is None and (stage.helpdesk.provider or name not in HELPDESKS):
            _make(scope, stage, name, meaning)


def _make(scope: Construct, stage: Stage, name: str, description: str) -> None:
    secret = secretsmanager.Secret(
        scope,
        f"{name}_secret",
        secret_name=stage.names.secret(name),
        description=description,
        generate_secret_string=secretsmanager.SecretStringGenerator(password_length=LENGTH, exclude_punctuation=True),
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )
    acknowledge(secret, "SMG4", "Rotated by an operator, together with the party that knows the other half.")

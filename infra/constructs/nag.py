"""What cdk-nag's AwsSolutions rules find and we mean: acknowledged where it stands, each with its reason."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

LOGS = "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """`rule` as cdk-nag prints it, such as `SQS3` or `IAM5[Resource::*]`."""
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason))


def acknowledge_cdks_own(function: IConstruct) -> None:
    """A function that CDK brings along, with its role inside it."""
    acknowledge(function, "L1", "CDK's own code on the runtime that CDK chooses for it; it runs as we deploy.")
    acknowledge(function, f"IAM4[{LOGS}]", "As CDK makes it: to write its log.")

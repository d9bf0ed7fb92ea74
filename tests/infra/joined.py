"""Several templates read as one: what a stack knows of another by a name is a reference again."""

from collections.abc import Iterator, Mapping
from typing import Any

Resource = dict[str, Any]
HERE = ":<AWS::Region>:<AWS::AccountId>:"
ARNS = {  # of the kinds of resources that other stacks name: the ARN, and the property with the name in it
    "DynamoDB::Table": (f"dynamodb{HERE}table/", "TableName"),
    "SecretsManager::Secret": (f"secretsmanager{HERE}secret:", "Name"),
    "Events::EventBus": (f"events{HERE}event-bus/", "Name"),
    "Lambda::Function": (f"lambda{HERE}function:", "FunctionName"),
    "SNS::Topic": (f"sns{HERE}", "TopicName"),
    "S3::Bucket": ("s3:::", "BucketName"),
    "SQS::Queue": (f"sqs{HERE}", "QueueName"),
}
OF_CHANCE = "-??????"  # how AWS ends a secret's ARN
BELOW = (
    "/index/",
    "/stream/*",
    "/uploads/*",
    "/dropped/*",
    "/system/*",
    "/media/*",
    "/*",
)  # what may follow on a table's or bucket's


def joined(templates: Mapping[str, Resource]) -> dict[str, Resource]:
    """The resources of all `templates`, by logical id."""
    parts = [template["Resources"] for template in templates.values()]
    resources = {logical_id: each for part in parts for logical_id, each in part.items()}
    assert len(resources) == sum(map(len, parts)), "Two stacks have a resource of one logical id."
    told = {each["Name"]: each["Value"] for _, each in _of(resources, "SSM::Parameter")}
    parameters = {
        name: told[parameter["Default"]]
        for template in templates.values()
        for name, parameter in template.get("Parameters", {}).items()
        if name.startswith("SsmParameterValue")
    }
    arns = {
        f"arn:<AWS::Partition>:{arn}{text(each[name])}": logical_id
        for kind, (arn, name) in ARNS.items()
        for logical_id, each in _of(resources, kind)
    }
    return {logical_id: _join(each, parameters, arns) for logical_id, each in resources.items()}


def _of(resources: Mapping[str, Resource], kind: str) -> Iterator[tuple[str, Resource]]:
    return ((key, each["Properties"]) for key, each in resources.items() if each["Type"] == f"AWS::{kind}")


def _join(value: Any, parameters: Mapping[str, Any], arns: Mapping[str, str]) -> Any:
    match value:
        case {"Ref": str(name)} if name in parameters:
            return _join(parameters[name], parameters, arns)
        case {"Fn::Join": _} if (told := text(value).removesuffix(OF_CHANCE)).startswith("arn:"):
            sign = next((sign for sign in BELOW if sign in told), "")
            arn, _, below = told.partition(sign) if sign else (told, "", "")
            if arn in arns:
                reference = {"Fn::GetAtt": [arns[arn], "Arn"]}
                return {"Fn::Join": ["", [reference, sign + below]]} if sign else reference
    if isinstance(value, dict):
        return {key: _join(each, parameters, arns) for key, each in value.items()}
    return [_join(each, parameters, arns) for each in value] if isinstance(value, list) else value


def text(value: Any) -> str:
    """A text with what only AWS knows in brackets."""
    match value:
        case {"Ref": str(name)}:
            return f"<{name}>"
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": ["", list(parts)]}:
            return "".join(map(text, parts))
    return value if isinstance(value, str) else f"<{value}>"

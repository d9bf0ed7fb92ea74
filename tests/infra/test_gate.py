"""Whoever reaches the local cloud's port, a web page or somebody else on the machine, needs its keys to get further."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from infra.stacks.data import put_from_dashboard
from local.ministack import ACCOUNT, REGION, Keys, MiniStack, client_of, ministack
from local.stage import local_stage

TABLE = "things"


@pytest.fixture(scope="module")
def cloud() -> Iterator[MiniStack]:
    """A cloud with a table and a bucket in it."""
    with ministack() as cloud:
        cloud.client("dynamodb").create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        cloud.client("s3").create_bucket(Bucket=TABLE)
        cloud.client("s3").put_object(Bucket=TABLE, Key="a", Body=b"a")
        yield cloud


def root(cloud: MiniStack) -> dict[str, str]:
    """The keys that open all of it, as botocore takes them."""
    keys = cloud.keys
    return {"aws_access_key_id": keys.access_key_id, "aws_secret_access_key": keys.secret_access_key}


def asked(cloud: MiniStack, method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> int:
    """The status of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", cloud.port, timeout=10)) as connection:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status


CALLS: dict[str, tuple[str, dict[str, str]]] = {  # one for each service
    "dynamodb": ("scan", {"TableName": TABLE}),
    "s3": ("get_object", {"Bucket": TABLE, "Key": "a"}),
    "secretsmanager": ("list_secrets", {}),
    "lambda": ("list_functions", {}),
    "sts": ("get_caller_identity", {}),
    "sqs": ("list_queues", {}),
    "iam": ("list_users", {}),
    "cloudformation": ("list_stacks", {}),
}
OTHERS = ["test", ACCOUNT, "123456789012", "AKIA-of-another-cloud", "right, with another secret"]
# Who signed is looked at before what is asked for: each service meets one of them, and each of them a service.
STRANGE = [(service, OTHERS[i % len(OTHERS)]) for i, service in enumerate(CALLS)]


def status(client: Any, service: str) -> int:
    """Of the service's answer to the call."""
    operation, asked = CALLS[service]
    try:
        answer = getattr(client, operation)(**asked)
    except ClientError as refused:
        answer = refused.response
    return int(answer["ResponseMetadata"]["HTTPStatusCode"])


@pytest.mark.parametrize(("service", "key"), STRANGE)
def test_a_call_that_is_signed_with_other_keys_is_refused(cloud: MiniStack, service: str, key: str) -> None:
    key = cloud.keys.access_key_id if key.startswith("right") else key
    assert status(client_of(cloud.url, service, key, "test"), service) in {400, 403}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COGNITO = "AWSCognitoIdentityProviderService"
SIGNS_IN = {"X-Amz-Target": f"{COGNITO}.InitiateAuth", "Content-Type": "application/x-amz-json-1.1"}
UNSIGNED = [
    ("POST", "/", {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}, "{}"),
    ("POST", "/", {"X-Amz-Target": "secretsmanager.ListSecrets", "Content-Type": "text/plain"}, "{}"),
    ("POST", "/", FORM, "Action=GetCallerIdentity&Version=2011-06-15"),
    ("POST", "/", FORM, "Action=ListUsers&Version=2010-05-08"),
    ("POST", "/", {"Authorization": "Bearer anything"}, "Action=ListUsers&Version=2010-05-08"),
    ("GET", "/2015-03-31/functions/", {}, ""),
    ("GET", f"/{TABLE}/a", {}, ""),
    ("HEAD", f"/{TABLE}/a", {}, ""),
    ("GET", f"/{TABLE}/a?AWSAccessKeyId=test&Signature=none&Expires=9999999999", {}, ""),
    ("GET", f"/{TABLE}/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test&X-Amz-Signature=none", {}, ""),
    ("DELETE", f"/{TABLE}/a", {"X-Amz-Date": "20261129T000000Z"}, ""),
    ("POST", "/", {"X-Amz-Target": f"{COGNITO}.ListUserPools"}, '{"MaxResults": 1}'),
    ("POST", "/", {"X-Amz-Target": f"{COGNITO}.AdminCreateUser"}, "{}"),
    ("POST", "/", {"X-Amz-Target": f"{COGNITO}.InitiateAuth,DynamoDB_20120810.ListTables"}, "{}"),
    ("POST", "/?Action=ListUsers&Version=2010-05-08", SIGNS_IN, "{}"),
    ("POST", f"/{TABLE}", SIGNS_IN, "{}"),
    ("PUT", "/", SIGNS_IN, "{}"),
    ("POST", "/", {**SIGNS_IN, "Host": "s3.us-east-1.amazonaws.com"}, "{}"),
    ("GET", "/oauth2/authorize", {"Host": f"{TABLE}.s3.amazonaws.com"}, ""),
    ("GET", "/login", {"X-Amz-Target": "DynamoDB_20120810.ListTables"}, ""),
    ("GET", f"/{TABLE}/.well-known/jwks.json", {}, ""),
    ("GET", "/us-east-1_pool/.well-known/../../things/a", {}, ""),
]


@pytest.mark.parametrize(("method", "path", "headers", "body"), UNSIGNED)
def test_a_call_that_nobody_signed_is_refused(
    cloud: MiniStack, method: str, path: str, headers: dict[str, str], body: str
) -> None:
    assert asked(cloud, method, path, headers, body) in {400, 403}
    assert cloud.client("s3").get_object(Bucket=TABLE, Key="a")["Body"].read() == b"a"


@pytest.mark.parametrize("service", CALLS)
def test_a_call_with_its_own_keys_is_answered(cloud: MiniStack, service: str) -> None:
    assert status(cloud.client(service), service) == 200


SIGNED = {"Authorization": f"AWS4-HMAC-SHA256 Credential=test/20261129/{REGION}/s3/aws4_request, Signature=none"}
PAGES = [
    ("POST", "/_ministack/reset"),
    ("POST", "/_ministack/config"),
    ("GET", "/_ministack/ses/messages"),
    ("GET", "/_ministack/sqs/messages"),
    ("GET", "/_ministack/lambda-code/anything"),
    ("GET", "/_ministack//reset"),
]


ASKING = [{}, SIGNED, {"Origin": "https://evil.example", "Content-Type": "text/plain"}]


@pytest.mark.parametrize(
    ("method", "path", "headers"), [(*page, ASKING[i % len(ASKING)]) for i, page in enumerate(PAGES)]
)
def test_the_emulators_own_pages_are_for_those_who_know_the_inner_path(
    cloud: MiniStack, method: str, path: str, headers: dict[str, str]
) -> None:
    assert asked(cloud, method, path, headers) == 403
    assert asked(cloud, method, f"/{'0' * 32}{path}", headers) in {400, 403, 404}
    assert cloud.client("dynamodb").list_tables()["TableNames"] == [TABLE]


def test_the_inner_path_leads_to_them(cloud: MiniStack) -> None:
    assert asked(cloud, "GET", f"{cloud.keys.inner_path}/_ministack/ses/messages") == 200


def test_a_browser_is_not_told_that_it_may_ask(cloud: MiniStack) -> None:
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert asked(cloud, "OPTIONS", "/", preflight) == 403


@pytest.mark.parametrize(
    ("origin", "may"),
    [("http://127.0.0.1:5173", True), ("http://localhost:4566", True), ("https://evil.example", False)],
)
def test_a_browser_may_put_a_file_by_a_link_from_pages_of_this_machine(
    cloud: MiniStack, origin: str, may: bool
) -> None:
    signed = Config(signature_version="s3v4")
    s3 = Session().create_client("s3", REGION, endpoint_url=cloud.url, config=signed, **root(cloud))
    rule = put_from_dashboard(local_stage())
    told = {"AllowedMethods": ["PUT"], "AllowedOrigins": rule.allowed_origins, "AllowedHeaders": rule.allowed_headers}
    s3.put_bucket_cors(Bucket=TABLE, CORSConfiguration={"CORSRules": [told]})
    link = s3.generate_presigned_url("put_object", Params={"Bucket": TABLE, "Key": "b", "ContentLength": 1})
    path = link.removeprefix(cloud.url)
    wanted = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
    assert asked(cloud, "OPTIONS", path, {"Origin": origin, **wanted}) == (200 if may else 403)
    assert asked(cloud, "PUT", path, {"Origin": origin, "Content-Type": "text/csv"}, "b") == 200
    assert asked(cloud, "OPTIONS", f"/{TABLE}/b", {"Origin": origin, **wanted}) == 403


@pytest.mark.parametrize("host", ["evil.example", f"{TABLE}.evil.example", f"{TABLE}.s3.localhost", "a.execute-api.b"])
def test_another_name_for_the_machine_opens_nothing(cloud: MiniStack, host: str) -> None:
    assert asked(cloud, "GET", "/a", {"Host": host}) == 403
    assert asked(cloud, "GET", "/_aws/execute-api/a/b", {"Host": host}) in {403, 404}


def test_the_shops_api_is_open(cloud: MiniStack) -> None:
    """This one has no routes, which only who is behind the gate can say."""
    gateway = cloud.client("apigatewayv2")
    cors = {"AllowOrigins": ["*"], "AllowMethods": ["GET"]}
    api = gateway.create_api(Name="a", ProtocolType="HTTP", CorsConfiguration=cors)["ApiId"]
    gateway.create_stage(ApiId=api, StageName="$default")
    path = f"/_aws/execute-api/{api}/$default/store/products"
    assert asked(cloud, "GET", path) == 404
    assert asked(cloud, "POST", path, {"Authorization": "Bearer sk_a"}) == 404
    preflight = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
    assert asked(cloud, "OPTIONS", path, preflight) == 204


def test_each_cloud_has_keys_of_its_own_and_does_not_print_them() -> None:
    keys, others = Keys(), Keys()
    assert not {keys.access_key_id, keys.secret_access_key, keys.inner_path} & set(vars(others).values())
    assert replace(keys) == keys
    assert keys.secret_access_key not in repr(keys)
    assert keys.inner_path not in repr(keys)


def test_a_lambda_signs_with_what_nobody_can_reckon(cloud: MiniStack) -> None:
    """From its name and its role's the emulator would make the same secret in every cloud."""
    code = BytesIO()
    with ZipFile(code, "w") as archive:
        archive.writestr(
            "tell.py", "import os\ndef keys(*_): return {k: os.environ[k] for k in os.environ if 'AWS_' in k}"
        )
    trust = {"Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:*"}}
    role = cloud.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    lambdas = cloud.client("lambda")
    arn = lambdas.create_function(
        FunctionName="tell", Runtime="python3.11", Role=role, Handler="tell.keys", Code={"ZipFile": code.getvalue()}
    )["FunctionArn"]
    keys = json.loads(lambdas.invoke(FunctionName="tell")["Payload"].read())
    reckoned = sha256(f"secret:{sha256(f'{arn}:{role}'.encode()).hexdigest()}".encode()).hexdigest()
    assert len(keys["AWS_SECRET_ACCESS_KEY"]) == len(reckoned)
    assert keys["AWS_SECRET_ACCESS_KEY"] != reckoned
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    session = Session().create_client(
        "sts",
        region_name=REGION,
        endpoint_url=cloud.url,
        **{name.lower(): keys[name] for name in names},
    )
    assert session.get_caller_identity()["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/r/tell"


def test_who_signs_in_as_a_person_needs_no_keys(cloud: MiniStack) -> None:
    cognito = cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app")["UserPoolClient"]["ClientId"]
    sign_up = {"ClientId": app, "Username": "ann", "Password": "Correct-Horse-7"}
    call = {**SIGNS_IN, "X-Amz-Target": f"{COGNITO}.SignUp"}
    assert asked(cloud, "POST", "/", call, json.dumps(sign_up)) == 200
    assert asked(cloud, "POST", "/", {**call, "Authorization": "Bearer x"}, json.dumps(sign_up)) == 400  # once only
    assert asked(cloud, "GET", f"/{pool}/.well-known/jwks.json") == 200
    assert asked(cloud, "POST", "/oauth2/token", FORM, "grant_type=authorization_code") == 400
    assert asked(cloud, "OPTIONS", "/", {"Origin": "http://localhost:3000"}) < 300

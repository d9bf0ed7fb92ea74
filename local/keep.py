"""`KEEP=1 make run`: what the shop remembers, put aside when it stops and put back when it starts.

Tables, secrets, files and Stripe's double are in `.local/kept/`, nothing else: the deployment is made afresh each time,
from the sources as they are then. A shop that is killed keeps what it had put aside before.
"""

import base64
import json
import shutil
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.ministack import MiniStack
from local.paths import KEPT
from local.process import Say
from local.stage import local_stage

QUIET = 3  # looks at the queues, half a second apart, that find them empty
REST_S = 15  # seconds, for what is under way between the parts; what is later than that is said again by the sweepers
BATCH = 25  # DynamoDB's limit of a BatchWriteItem
STRIPE = "stripe.json"
KEY = "admin_key.json"


def is_kept() -> bool:
    """Whether a shop was put aside."""
    return (KEPT / "whole").exists()


def stripe_memory() -> Path:
    """Where the double's memory is."""
    return KEPT / STRIPE


@contextmanager
def put_aside_at_the_end(cloud: MiniStack, stripe_api: str, admin_key: str, say: Say) -> Iterator[None]:
    """When the context ends, however it does, the shop is put aside."""
    try:
        yield
    finally:
        put_aside(cloud, stripe_api, admin_key, say)


def put_aside(cloud: MiniStack, stripe_api: str, admin_key: str, say: Say) -> None:
    """Let the shop come to rest, and write down what it remembers: all of it, or the earlier one stays."""
    _rest(cloud)
    aside = KEPT.with_name("kept.new")
    shutil.rmtree(aside, ignore_errors=True)
    for folder in ("tables", "files"):
        (aside / folder).mkdir(parents=True)
    aside.chmod(0o700)  # the keys of the shop are in it
    items = sum(_table_aside(cloud, name, aside / "tables") for name in _tables(cloud))
    (aside / "secrets.json").write_text(json.dumps(dict(_secrets(cloud))))
    _files_aside(cloud, aside / "files")
    with urllib.request.urlopen(f"{stripe_api}/_double/memory", timeout=REST_S) as answer:
        (aside / STRIPE).write_bytes(answer.read())
    (aside / KEY).write_text(json.dumps(admin_key))
    (aside / "whole").touch()
    shutil.rmtree(KEPT, ignore_errors=True)
    aside.rename(KEPT)
    say(f"Kept {items} items; `KEEP=1 make run` goes on with them.")


def put_back(cloud: MiniStack, say: Say) -> str:
    """Fill the fresh deployment with what was put aside. Gives the admin key that is in it."""
    manager = cloud.client("secretsmanager")
    known = {name for name, _ in _secrets(cloud)}
    for name, value in json.loads((KEPT / "secrets.json").read_text()).items():
        if name in known:
            manager.put_secret_value(SecretId=name, SecretString=value)
    standing = _tables(cloud)
    items = sum(_table_back(cloud, path) for path in (KEPT / "tables").iterdir() if path.stem in standing)
    s3 = cloud.client("s3")
    buckets = _buckets(cloud)
    for path in filter(Path.is_file, (KEPT / "files").rglob("*")):
        bucket, _, key = str(path.relative_to(KEPT / "files")).partition("/")
        if bucket in buckets:
            s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    say(f"{items} items of the kept shop are back.")
    return str(json.loads((KEPT / KEY).read_text()))


def _rest(cloud: MiniStack) -> None:
    """Wait until no message is under way, as far as can be seen."""
    deadline, quiet = time.monotonic() + REST_S, 0
    while quiet < QUIET and time.monotonic() < deadline:
        with urllib.request.urlopen(f"{cloud.inner_url}/_ministack/sqs/messages", timeout=REST_S) as answer:
            queues = json.load(answer)
        regions = (region for account in queues["messages"].values() for region in account.values())
        waiting = [url for region in regions for url, messages in region.items() if messages]
        quiet = 0 if any(not url.endswith("-dlq") for url in waiting) else quiet + 1
        time.sleep(0.5)


def _tables(cloud: MiniStack) -> list[str]:
    ours = local_stage().names.of("")
    names = cloud.client("dynamodb").list_tables()["TableNames"]
    return [name for name in names if name.startswith(ours)]


def _table_aside(cloud: MiniStack, name: str, into: Path) -> int:
    pages = cloud.client("dynamodb").get_paginator("scan").paginate(TableName=name)
    items = [item for page in pages for item in page["Items"]]
    lines = (json.dumps(item, default=_bytes_as_text) for item in items)
    (into / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return len(items)


def _table_back(cloud: MiniStack, path: Path) -> int:
    """News that were said come first: a follower of the table looks there whether it has told of a change before."""
    items = [json.loads(line, object_hook=_text_as_bytes) for line in path.read_text().splitlines()]
    items.sort(key=lambda item: not item["sk"]["S"].startswith("EVENT#"))
    dynamodb = cloud.client("dynamodb")
    for start in range(0, len(items), BATCH):
        requests = {path.stem: [{"PutRequest": {"Item": item}} for item in items[start : start + BATCH]]}
        while requests:
            requests = dynamodb.batch_write_item(RequestItems=requests).get("UnprocessedItems")
    return len(items)


def _bytes_as_text(value: Any) -> Any:
    return {"bytes": base64.b64encode(bytes(value)).decode()}


def _text_as_bytes(fields: dict[str, Any]) -> Any:
    return (
        base64.b64decode(fields["bytes"]) if fields.keys() == {"bytes"} and isinstance(fields["bytes"], str) else fields
    )


def _secrets(cloud: MiniStack) -> Iterator[tuple[str, str]]:
    manager, ours = cloud.client("secretsmanager"), local_stage().names.secret("")
    for page in manager.get_paginator("list_secrets").paginate():
        for name in (each["Name"] for each in page["SecretList"]):
            if name.startswith(ours):
                yield name, manager.get_secret_value(SecretId=name)["SecretString"]


def _buckets(cloud: MiniStack) -> list[str]:
    ours = local_stage().names.of("")
    names = (bucket["Name"] for bucket in cloud.client("s3").list_buckets()["Buckets"])
    return [name for name in names if name.startswith(ours)]


def _files_aside(cloud: MiniStack, into: Path) -> None:
    s3 = cloud.client("s3")
    for bucket in _buckets(cloud):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for each in page.get("Contents", ()):
                path = into / bucket / each["Key"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read())

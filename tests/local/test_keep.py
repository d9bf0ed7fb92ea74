"""A shop that is put aside is the same when it is put back into a fresh cloud."""

from pathlib import Path
from typing import Any

import pytest

from local import keep
from local.ministack import MiniStack, ministack
from local.process import silent
from local.stripe_double import StripeDouble

TABLE, SECRET, BUCKET = "storewright-local-things", "storewright/local/word", "storewright-local-reports"


def furnished(cloud: MiniStack, word: str) -> None:
    """What a deployment makes, empty but for a secret that each has of its own."""
    keys = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]
    types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(TableName=TABLE, KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST")
    cloud.client("secretsmanager").create_secret(Name=SECRET, SecretString=word)
    cloud.client("s3").create_bucket(Bucket=BUCKET)


def an_item(number: int) -> dict[str, Any]:
    maps = {"M": {"bytes": {"S": "a field of this name"}, "n": {"N": "1234567"}}}
    return {"pk": {"S": f"THING#{number}"}, "sk": {"S": "THING"}, "blob": {"B": b"\x00\xff"}, "map": maps}


def test_a_kept_shop_is_back_in_a_fresh_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep, "KEPT", tmp_path / "kept")
    items = [an_item(number) for number in range(60)]
    assert not keep.is_kept()
    with ministack() as cloud, StripeDouble() as double:
        furnished(cloud, "the first shop's")
        for item in items:
            cloud.client("dynamodb").put_item(TableName=TABLE, Item=item)
        cloud.client("s3").put_object(Bucket=BUCKET, Key="sales/2026-11-29.csv", Body=b"a,b\n")
        keep.put_aside(cloud, double.url, "sk_key", silent)
        assert keep.is_kept()
        assert oct((tmp_path / "kept").stat().st_mode)[-3:] == "700"
    with ministack() as cloud:
        furnished(cloud, "the second shop's")
        assert keep.put_back(cloud, silent) == "sk_key"
        found = cloud.client("dynamodb").scan(TableName=TABLE)["Items"]
        assert sorted(found, key=lambda item: item["pk"]["S"]) == sorted(items, key=lambda item: item["pk"]["S"])
        word = cloud.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"]
        assert word == "the first shop's"
        assert cloud.client("s3").get_object(Bucket=BUCKET, Key="sales/2026-11-29.csv")["Body"].read() == b"a,b\n"


def test_a_shop_that_cannot_be_put_aside_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "KEPT", tmp_path / "kept")
    with ministack() as cloud, StripeDouble() as double:
        furnished(cloud, "word")
        keep.put_aside(cloud, double.url, "sk_first", silent)
        with pytest.raises(OSError, match="refused"):
            keep.put_aside(cloud, "http://127.0.0.1:1", "sk_second", silent)
        assert keep.put_back(cloud, silent) == "sk_first"

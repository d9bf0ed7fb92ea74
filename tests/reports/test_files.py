"""Files in the bucket of reports."""

import pytest

from shared import aws
from shared.errors import Unavailable
from shared.files import get_file, put_file

pytestmark = pytest.mark.usefixtures("clock_")


def test_a_file_is_read_as_it_was_written() -> None:
    put_file("a/b.csv", b"1,2\r\n", "text/csv")
    assert get_file("a/b.csv") == b"1,2\r\n"


def test_a_file_is_written_over() -> None:
    put_file("a", b"1", "text/plain")
    put_file("a", b"2", "text/plain")
    assert get_file("a") == b"2"


def test_a_missing_file_is_none() -> None:
    assert get_file("nothing") is None


def test_a_store_that_refuses_is_unavailable() -> None:
    bucket = aws.client("s3").list_buckets()["Buckets"][0]["Name"]
    aws.client("s3").delete_bucket(Bucket=bucket)
    with pytest.raises(Unavailable):
        put_file("a", b"1", "text/plain")
    with pytest.raises(Unavailable):
        get_file("a")

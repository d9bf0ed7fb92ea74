"""Files in the shop's bucket of reports: whole objects, put and got by their key."""

import tempfile
from base64 import b64encode
from collections.abc import Iterable
from typing import IO

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Unavailable
from shared.settings import Settings, read_settings


class Bucket(Settings):
    """Where files are kept."""

    reports_bucket: str


def put_file(key: str, content: bytes | IO[bytes], content_type: str) -> None:
    """Write the file, over whatever was there. Raises Unavailable where the store does not take it."""
    try:
        client("s3").put_object(Bucket=_bucket(), Key=key, Body=content, ContentType=content_type)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The file store does not answer; try again.") from error


def get_file(key: str) -> bytes | None:
    """The file's content, None where there is none. Raises Unavailable where the store does not answer."""
    try:
        content: bytes = client("s3").get_object(Bucket=_bucket(), Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        raise Unavailable("The file store does not answer; try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The file store does not answer; try again.") from error
    return content


def require_file(key: str) -> bytes:
    """The content of a file that was put. Raises Unavailable also where it is not there."""
    content = get_file(key)
    if content is None:
        raise Unavailable("The file store does not have the file; try again.")
    return content


def head_of_file(key: str, bytes_max: int) -> bytes | None:
    """What the file begins with, None where there is none. Raises Unavailable where the store does not answer."""
    try:
        found = client("s3").get_object(Bucket=_bucket(), Key=key, Range=f"bytes=0-{bytes_max - 1}")
        content: bytes = found["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        if error.response["Error"]["Code"] == "InvalidRange":  # there is nothing in it
            return b""
        raise Unavailable("The file store does not answer; try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The file store does not answer; try again.") from error
    return content


def join_files(key: str, head: bytes, parts: Iterable[str], content_type: str) -> None:
    """Write one file of what it begins with and these files, in their order. Raises Unavailable.

    It is put together on disk, where a Lambda has 512 MB.
    """
    with tempfile.TemporaryFile() as whole:
        whole.write(head)
        for part in parts:
            whole.write(require_file(part))
        whole.seek(0)
        put_file(key, whole, content_type)


def link_to_file(key: str, seconds: int) -> str:
    """A link with which anybody can read the file for so long; its name is that of the download."""
    name = key.rsplit("/", 1)[-1]
    asked = {"Bucket": _bucket(), "Key": key, "ResponseContentDisposition": f'attachment; filename="{name}"'}
    link: str = client("s3").generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)
    return link


def link_to_put_file(key: str, size_bytes: int, seconds: int, content_type: str = "", sha256: str = "") -> str:
    """A link by which anybody can put a file of exactly this size there for so long.

    content_type, sha256: where they are given, a file of this type and with this content alone (hexadecimal), sent
    with `headers_to_put_file`.
    """
    asked: dict[str, str | int] = {"Bucket": _bucket(), "Key": key, "ContentLength": size_bytes}
    if content_type:
        asked["ContentType"] = content_type
    if sha256:
        asked["ChecksumSHA256"] = _checksum(sha256)
    link: str = client("s3").generate_presigned_url("put_object", Params=asked, ExpiresIn=seconds)
    return link


def headers_to_put_file(content_type: str, sha256: str) -> dict[str, str]:
    """What is sent with such a file."""
    headers = {"Content-Type": content_type, "x-amz-checksum-sha256": sha256 and _checksum(sha256)}
    return {name: value for name, value in headers.items() if value}


def _checksum(sha256: str) -> str:
    """As S3 writes it."""
    return b64encode(bytes.fromhex(sha256)).decode()


def _bucket() -> str:
    bucket: str = read_settings(Bucket).reports_bucket
    return bucket

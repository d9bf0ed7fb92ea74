"""Files in the shop's bucket of reports: whole objects, put and got by their key."""

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Unavailable
from shared.settings import Settings, read_settings


class Bucket(Settings):
    """Where files are kept."""

    reports_bucket: str


def put_file(key: str, content: bytes, content_type: str) -> None:
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


def _bucket() -> str:
    bucket: str = read_settings(Bucket).reports_bucket
    return bucket

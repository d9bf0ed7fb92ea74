"""The bucket that mail comes into, whole and raw, until it is taken: read in part, and removed."""

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Unavailable
from shared.settings import Settings, read_settings


class Bucket(Settings):
    """Where mail comes in."""

    mail_bucket: str


def read_beginning(key: str, most: int) -> bytes | None:
    """The first so many bytes; None where there is nothing (any more). Raises Unavailable."""
    asked = {"Bucket": _bucket(), "Key": key, "Range": f"bytes=0-{most - 1}"}
    try:
        content: bytes = client("s3").get_object(**asked)["Body"].read()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "InvalidRange":  # of an empty object there is no beginning
            return b""
        if code in ("NoSuchKey", "404"):
            return None
        raise Unavailable("The mail store does not answer; try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The mail store does not answer; try again.") from error
    return content


def remove(key: str) -> None:
    """It is gone; done again, it changes nothing. Raises Unavailable."""
    try:
        client("s3").delete_object(Bucket=_bucket(), Key=key)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The mail store does not answer; try again.") from error


def _bucket() -> str:
    bucket: str = read_settings(Bucket).mail_bucket
    return bucket

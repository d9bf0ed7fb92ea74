"""Files that everybody may see, in a bucket of their own that the edge reads: named by what is in them."""

from collections.abc import Iterable

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Unavailable
from shared.settings import Settings, read_settings

FOR_GOOD = "public, max-age=31536000, immutable"  # another content has another name


class PublicBucket(Settings):
    """Where they are kept."""

    media_bucket: str


def put_public(key: str, content: bytes, content_type: str) -> None:
    """Write the file, over the same one where it is there. Raises Unavailable where the store does not take it."""
    told = {"ContentType": content_type, "CacheControl": FOR_GOOD}
    try:
        client("s3").put_object(Bucket=_bucket(), Key=key, Body=content, **told)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The file store does not answer; try again.") from error


def remove_public(keys: Iterable[str]) -> None:
    """Take files away; what is not there is gone already. Raises Unavailable."""
    try:
        for key in keys:
            client("s3").delete_object(Bucket=_bucket(), Key=key)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The file store does not answer; try again.") from error


def _bucket() -> str:
    bucket: str = read_settings(PublicBucket).media_bucket
    return bucket

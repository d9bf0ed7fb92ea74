"""A mail lies in the bucket, as SES puts it there: S3 tells the queue, and a ticket is made of it, by its own role."""

from pathlib import Path
from uuid import uuid4

from tests.journeys.shop import Shop

PLAIN = Path(__file__).parents[1] / "support" / "mails" / "plain.eml"


def test_a_mail_becomes_a_ticket_once_and_is_gone(shop: Shop) -> None:
    files = shop.endpoints.client("s3")
    (bucket,) = (each["Name"] for each in files.list_buckets()["Buckets"] if "storewright-local-mail-" in each["Name"])
    sender = f"{uuid4().hex}@example.org"
    raw = PLAIN.read_bytes().replace(b"jane@example.org", sender.encode())
    for name in ("in/of-one-mail", "in/of-one-mail"):
        files.put_object(Bucket=bucket, Key=name, Body=raw)
    asks = f"/admin/tickets?email={sender}"
    shop.until("the mail is a ticket", lambda: shop.admin("GET", asks).json["data"])
    shop.until("the mail is gone", lambda: not files.list_objects_v2(Bucket=bucket, Prefix="in/").get("KeyCount"))
    (ticket,) = shop.admin("GET", asks).json["data"]
    assert ticket["subject"] == "A hole in the sleeve"
    shop.until("its sender is written to", lambda: shop.mails(sender))

"""Reading again: each answer to a GET carries a mark of its content, and who has it already is told so, without it."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from shared.reply import Reply

# The catalogue's pages: alike for everybody, and a moment old does no harm. The edge forgets them when they change.
FOR_SECONDS = "public, max-age=10, s-maxage=60"
FOR_MINUTES = "public, max-age=300"  # what a deployment changes: seen within five minutes
MARK_LENGTH = 12  # hexadecimal digits: two answers of one address share a mark once in 10^14
_TAG = re.compile(r'(?:W/)?("[^"]*")')  # one of the entity tags that a header lists


def marked(reply: Reply[Any], headers: Mapping[str, str]) -> Reply[Any]:
    """The answer with its ETag, or 304 without a body where If-None-Match names it. headers: the request's.

    An object's ETag begins with its version, which If-Match goes by; the rest is of what is shown, since that changes
    with more than the object: an order's with its payments, a product's with its stock.
    """
    if reply.status != 200:
        return reply
    body = reply.body if isinstance(reply.body, bytes) else reply.body.encode(errors="surrogatepass")
    mark = hashlib.sha256(body).hexdigest()[:MARK_LENGTH]
    version = reply.headers.get("ETag", "").strip('"')
    tag = reply.headers["ETag"] = f'"{version}-{mark}"' if version else f'"{mark}"'
    asked = headers.get("if-none-match", "").strip()
    if asked == "*" or tag in _TAG.findall(asked):
        kept = ("ETag", "Cache-Control", "Vary")
        return Reply("", 304, headers={name: reply.headers[name] for name in kept if name in reply.headers})
    return reply

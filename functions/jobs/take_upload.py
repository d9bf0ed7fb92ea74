"""Take a file of staff's for a job: a place for it with a link to put it there, and later what was put."""

from collections.abc import Mapping
from datetime import timedelta

from functions.jobs import store
from functions.jobs.inputs import NewUpload
from functions.jobs.kind import Title
from functions.jobs.upload import LINK_S, NotUploaded, Upload
from functions.jobs.views import UploadView
from shared import clock, ids
from shared.dynamo import commit, fetch
from shared.files import head_of_file, link_to_put_file
from shared.http import LeftOut, Reply, Request


def begin_upload(kind: Title, body: NewUpload, request: Request) -> Reply[UploadView]:
    """A place for a file of this size, and the link to put it there with."""
    fetch(request.claim.read)
    now = clock.stamp(request.now)
    upload = Upload(ids.new_id("upl", request.now), kind.name, body.size_bytes, request.principal, now)
    link = link_to_put_file(upload.key, upload.size_bytes, LINK_S)
    shown = UploadView(
        id=upload.id,
        url=link,
        size_bytes=upload.size_bytes,
        expires_at=clock.stamp(request.now + timedelta(seconds=LINK_S)),
    )
    left_out = LeftOut({"url": link}, {"key": upload.key, "size_bytes": str(upload.size_bytes)})
    reply = Reply(shown, 201, left_out=left_out)
    told = {"kind": kind.name, "size_bytes": upload.size_bytes}
    commit(store.create_upload(upload), *request.settle(reply, on=upload.id, after=told))
    return reply


def link_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The link that a kept answer leaves out: another one, to the same place."""
    return {"url": link_to_put_file(recipe["key"], int(recipe["size_bytes"]), LINK_S)}


def uploaded(kind: Title, upload_id: str, request: Request, bytes_max: int) -> tuple[str, bytes]:
    """Where the file is, and what it begins with. Raises UnknownUpload, NotUploaded or Unavailable."""
    (upload,) = fetch(store.upload(upload_id))
    upload.require(kind.name, request.now)
    head = head_of_file(upload.key, bytes_max)
    if head is None:
        raise NotUploaded
    return upload.key, head

"""Take a file of staff's, for a job or to be shown: a place with a link to put it there, and later what was put."""

from collections.abc import Mapping
from datetime import timedelta

from functions.jobs import store
from functions.jobs.inputs import NewExactUpload, NewUpload
from functions.jobs.kind import Title
from functions.jobs.upload import LINK_S, NotUploaded, Upload
from functions.jobs.views import UploadView
from shared import clock, ids
from shared.dynamo import commit, fetch
from shared.files import head_of_file, headers_to_put_file, link_to_put_file
from shared.http import LeftOut, Reply, Request


def begin_upload(kind: Title, body: NewUpload, request: Request) -> Reply[UploadView]:
    """A place for a file of this size, and the link to put it there with."""
    fetch(request.claim.read)
    now = clock.stamp(request.now)
    exact = (body.content_type, body.sha256) if isinstance(body, NewExactUpload) else ()
    upload = Upload(ids.new_id("upl", request.now), kind.name, body.size_bytes, request.principal, now, *exact)
    link = _link(upload)
    shown = UploadView(
        id=upload.id,
        url=link,
        headers=headers_to_put_file(upload.content_type, upload.sha256),
        size_bytes=upload.size_bytes,
        expires_at=clock.stamp(request.now + timedelta(seconds=LINK_S)),
    )
    recipe = {"key": upload.key, "content_type": upload.content_type, "sha256": upload.sha256}
    left_out = LeftOut({"url": link}, {**recipe, "size_bytes": str(upload.size_bytes)})
    reply = Reply(shown, 201, left_out=left_out)
    told = {"kind": kind.name, "size_bytes": upload.size_bytes}
    commit(store.create_upload(upload), *request.settle(reply, on=upload.id, after=told))
    return reply


def link_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The link that a kept answer leaves out: another one, to the same place."""
    exact = recipe.get("content_type", ""), recipe.get("sha256", "")
    return {"url": link_to_put_file(recipe["key"], int(recipe["size_bytes"]), LINK_S, *exact)}


def uploaded(kind: Title, upload_id: str, request: Request, bytes_max: int) -> tuple[str, bytes]:
    """Where the file is, and what it begins with. Raises UnknownUpload, NotUploaded or Unavailable."""
    (upload,) = fetch(store.upload(upload_id))
    upload.require(kind.name, request.now)
    head = head_of_file(upload.key, bytes_max)
    if head is None:
        raise NotUploaded
    return upload.key, head


def _link(upload: Upload) -> str:
    return link_to_put_file(upload.key, upload.size_bytes, LINK_S, upload.content_type, upload.sha256)

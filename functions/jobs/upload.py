"""A file that staff put there, for a job to go through or to be shown: whose it is, what for, how large. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared import clock
from shared.errors import Invalid

BYTES_MAX = 50 * 1024 * 1024  # the first step reads it whole; a hundred thousand customers have some 25 MB
LINK_S = 900  # to begin to send it; a link is the right to it
KEPT = timedelta(days=1)  # then the bucket removes it: it is read once, right after it was put there


class UnknownUpload(Invalid):
    """No upload, none for this, or one from more than a day ago."""

    code = "unknown_upload"

    def __init__(self) -> None:
        super().__init__("There is no such upload, or not any more.", param="upload_id")


class NotUploaded(Invalid):
    """A place for a file, and no file there yet."""

    code = "not_uploaded"

    def __init__(self) -> None:
        super().__init__("The file has not been sent to the upload's `url` yet.", param="upload_id")


@dataclass(frozen=True)
class Upload:
    """A place for one file, which who has its link may put there."""

    id: str
    kind: str  # of the job that goes through it, or what else it is for
    size_bytes: int
    created_by: str
    created_at: str
    content_type: str = ""  # the only one that may be sent; empty: any
    sha256: str = ""  # of the only content that may be sent, hexadecimal; empty: any

    @property
    def key(self) -> str:
        """Where the file is."""
        return f"uploads/{self.id}"

    def require(self, kind: str, now: datetime) -> None:
        """It is for this, and still there. Raises UnknownUpload."""
        if self.kind != kind or now >= clock.parse(self.created_at) + KEPT:
            raise UnknownUpload

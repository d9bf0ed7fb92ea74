"""How pictures are stored, inside their product, and what is known of the files that were made of them.

| entity | pk | sk | says |
|---|---|---|---|
| a picture's files | `FILES#{hash}` | `FILES` | how many pictures name them, since when perhaps none, if they stay |

While somebody has to look whether they are named at all, they are in the index `unnamed_files`, partition `files`.
"""

from typing import Any

from functions.catalog.media.picture import Failure, Files, Picture, State

LISTED = "files"


def files_key(file_hash: str) -> tuple[str, str]:
    """Where it stands who names a picture's files."""
    return (f"FILES#{file_hash}", "FILES")


def fields_of(picture: Picture) -> dict[str, Any]:
    """The picture as its product keeps it."""
    files = picture.files
    return {
        "id": picture.id,
        "upload": picture.upload,
        "created_at": picture.created_at,
        "state": picture.state.value,
        "failure": picture.failure.value if picture.failure else None,
        "alt": picture.alt,
        "variant_ids": list(picture.variant_ids),
        "files": {**vars(files), "widths": list(files.widths)} if files else None,
    }


def picture_of(fields: dict[str, Any]) -> Picture:
    """The picture that a product keeps."""
    files = fields["files"]
    return Picture(
        id=fields["id"],
        upload=fields["upload"],
        created_at=fields["created_at"],
        state=State(fields["state"]),
        failure=Failure(fields["failure"]) if fields["failure"] else None,
        alt=fields["alt"],
        variant_ids=tuple(fields["variant_ids"]),
        files=Files(**{**files, "widths": tuple(files["widths"])}) if files else None,
    )

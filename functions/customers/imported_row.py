"""A row of a file of customers: the columns there are, and what a row says, checked as the API checks bodies. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, ValidationError

from functions.customers.customer import GROUPS_MAX, TAGS_MAX
from functions.customers.inputs import GroupId, Profile, Tag
from shared.address import AddressInput
from shared.errors import Invalid
from shared.http import Email, Line, Moment, Prose
from shared.http.body import told_errors

OWN = ("email", "first_name", "last_name", "phone", "locale")
LISTS = ("tags", "group_ids")  # in one cell, with spaces or commas between
CONSENT = ("accepts_marketing", "consented_at", "consent_source")
ADDRESS = {
    **{f"address_{name}": name for name in ("first_name", "last_name", "phone")},
    **{name: name for name in ("company", "address1", "address2", "city", "province", "postal_code", "country")},
}  # column → the address's field; who it is for is the customer, where nothing is said
LEFT = ("id", "email_verified", "created_at", "updated_at")  # of an export's: what nobody can bring along
TAKEN = (*OWN, *LISTS, "note", *CONSENT, *ADDRESS)
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
SPOILED = "\ufffd"  # what stands for bytes that are no UTF-8


class WrongFile(Invalid):
    """Not a file of customers: no CSV in UTF-8, or not with our columns."""

    code = "wrong_file"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, param="upload_id", details=details)


class Wrong(Exception):
    """A row that cannot be taken. code, message: stable, and for people, without what stands in the cell."""

    def __init__(self, column: str | None, code: str, message: str) -> None:
        super().__init__(code)
        self.column, self.code, self.message = column, code, message


class ImportedRow(Profile):
    """What a row says of a customer; a cell that is empty says nothing."""

    email: Email
    tags: Annotated[tuple[Tag, ...], Field(max_length=TAGS_MAX)] = ()
    group_ids: Annotated[tuple[GroupId, ...], Field(max_length=GROUPS_MAX)] = ()
    note: Prose = ""
    accepts_marketing: bool | None = None
    consented_at: Moment | None = None
    consent_source: Line = ""
    address: AddressInput | None = None

    @property
    def agreed_at(self) -> datetime | None:
        """When they agreed to be mailed offers, where that is proven: since when, and where it can be looked up."""
        is_proven = self.accepts_marketing and self.consented_at and self.consent_source
        return self.consented_at.first if is_proven and self.consented_at else None


@dataclass(frozen=True)
class Columns:
    """The columns of a file, in its order."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, head: Iterable[str]) -> "Columns":
        """Of its first line. Raises WrongFile."""
        names = tuple(name.strip().lower() for name in head)
        if "email" not in names:
            raise WrongFile("The first line must name the columns, `email` among them.")
        if unknown := sorted({*names} - {*TAKEN, *LEFT}):
            shown = [name[:64] for name in unknown[:10]]
            raise WrongFile("There are columns that mean nothing.", unknown=shown, known=[*TAKEN, *LEFT])
        if len({*names}) < len(names):
            raise WrongFile("A column stands twice.")
        return cls(names)

    def cells(self, line: list[str]) -> dict[str, str]:
        """What a line says, without what is empty or left. Raises Wrong where it has more cells than columns."""
        if any(line[len(self.names) :]):
            raise Wrong(None, "invalid_field", "must have as many cells as there are columns")
        named = zip(self.names, (cell.strip() for cell in line), strict=False)
        return {name: cell for name, cell in named if cell and name not in LEFT}


def row_of(cells: Mapping[str, str], now: datetime) -> ImportedRow:
    """What the row says. Raises Wrong."""
    for column, cell in cells.items():
        if SPOILED in cell:
            raise Wrong(column, "invalid_field", "must be UTF-8")
    said: dict[str, Any] = {name: cells[name] for name in (*OWN, "note", *CONSENT[1:]) if name in cells}
    said |= {name: _listed(cells[name]) for name in LISTS if name in cells}
    if "accepts_marketing" in cells:
        said["accepts_marketing"] = _claim(cells["accepts_marketing"])
    if address := {field: cells[column] for column, field in ADDRESS.items() if column in cells}:
        said["address"] = {**_named(cells), **address}
    try:
        row = ImportedRow.model_validate(said)
    except ValidationError as error:
        first = told_errors(error)[0]
        raise Wrong(_column(first["param"]), first["code"], first["message"]) from None
    if row.agreed_at and row.agreed_at > now:
        raise Wrong("consented_at", "invalid_field", "must not be in the future")
    return row


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(re.split(r"[\s,]+", cell.strip(" ,"))))


def _claim(cell: str) -> bool:
    if cell.lower() not in WORDS:
        raise Wrong("accepts_marketing", "invalid_field", "must be true or false")
    return WORDS[cell.lower()]


def _named(cells: Mapping[str, str]) -> dict[str, str]:
    """Whom the address is for, where it does not say so."""
    return {name: cells[name] for name in ("first_name", "last_name") if name in cells}


def _column(param: str | None) -> str | None:
    """The column of a field: `address.last_name` is `address_last_name`, `tags[0]` is `tags`."""
    path = re.sub(r"\[[0-9]+\]", "", param or "")
    is_address, field = path.startswith("address."), path.rpartition(".")[2]
    names = {field: column for column, field in ADDRESS.items()} if is_address else {}
    return names.get(field, field) or None

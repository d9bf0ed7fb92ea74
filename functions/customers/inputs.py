"""The shapes that customers take in requests."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from functions.customers.customer import GROUPS_MAX, TAGS_MAX
from shared.address import AddressInput, HarmlessOrNone, PhoneOrNone
from shared.http import Email, Input, Line, PageQuery, Prose, RequiredLine
from shared.http.locale import Locale
from shared.http.text import Text, none_if_blank
from shared.signing import LENGTH_MAX

TOKEN_LENGTH_MAX = 8192  # characters; an access token has some 1,200
CONSENT_TEXT_MAX = 2000  # characters: a sentence or two, with what they may do about it
PASSWORD_LENGTH_MAX = 256  # characters; Cognito's own limit


AccessToken = Annotated[str, StringConstraints(min_length=1, max_length=TOKEN_LENGTH_MAX)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=PASSWORD_LENGTH_MAX)]  # as typed, to the letter


CustomerId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-Z]{26}$")]
CustomerIds = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-Z]{26}(,cus_[0-9A-Z]{26}){0,99}$")]
TextCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
LinkToken = Annotated[str, StringConstraints(min_length=1, max_length=LENGTH_MAX)]
VariantId = Annotated[str, StringConstraints(pattern=r"^var_[0-9A-Z]{26}$")]
UploadId = Annotated[str, StringConstraints(pattern=r"^upl_[0-9A-Z]{26}$")]
GroupId = Annotated[str, StringConstraints(pattern=r"^grp_[0-9A-Z]{26}$")]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]


class CustomerQuery(PageQuery):
    """Which customers; all of the filters hold. email, phone: the whole of it. name: words of it, each whole.

    ids: up to a hundred, with commas between them; then the list has their order, and who is not there is left out.
    """

    ids: CustomerIds | None = None
    email: Email | None = None
    phone: PhoneOrNone = None
    name: Annotated[Line | None, BeforeValidator(none_if_blank)] = None
    group_id: GroupId | None = None


class CustomerChange(Input):
    """What staff know of a customer; what is absent stays."""

    note: Prose = ""
    tags: Annotated[list[Tag], Field(max_length=TAGS_MAX)] = Field(default_factory=list)
    group_ids: Annotated[list[GroupId], Field(max_length=GROUPS_MAX)] = Field(default_factory=list)


class CustomerExport(Input):
    """Which customers, and how they are written: a table for spreadsheets, or each with all of theirs, one a line."""

    format: Literal["csv", "jsonl"] = "csv"
    group_id: GroupId | None = None


class CustomerImport(Input):
    """A file of customers, by the id of its upload. on_existing: whether those who are there already are changed by it.

    dry_run: nothing is changed; the result tells what would be.
    """

    upload_id: UploadId
    on_existing: Literal["skip", "update"] = "skip"
    dry_run: bool = False


class MergeFrom(Input):
    """The account whose orders, addresses and all else come to the other one."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    from_: CustomerId = Field(alias="from")


class GroupName(Input):
    """What a group is called."""

    name: RequiredLine


class SignIn(Input):
    """The access token that the pool of customers gave to whoever has signed in there."""

    access_token: AccessToken


class SignOut(Input):
    """With the access token, the pool's own sign-ins end as well."""

    access_token: AccessToken | None = None


class NewPassword(Input):
    """The access token of who is signed in, the password they have, and the one they want."""

    access_token: AccessToken
    previous_password: Password
    new_password: Password


class NewAddress(Input):
    """An address to keep, and whether it is meant where nothing is said; the first one is, for both."""

    address: AddressInput
    is_default_shipping: bool | None = None
    is_default_billing: bool | None = None


class AddressChange(Input):
    """What shall be another; absent fields stay. The address is replaced as a whole."""

    address: AddressInput | None = None
    is_default_shipping: bool | None = None
    is_default_billing: bool | None = None


class NewWish(Input):
    """A variant for the wish list."""

    variant_id: VariantId


class Decision(Input):
    """Whether they agree. text: the words that they saw when they did, needed where they agree."""

    is_granted: bool
    text: Annotated[str, Text(CONSENT_TEXT_MAX, is_required=True, is_prose=True)] | None = None

    @model_validator(mode="after")
    def _require_text(self) -> "Decision":
        if self.is_granted and self.text is None:
            raise ValueError("must have the text that they agree to")
        return self


class ConsentConfirmation(Input):
    """The token of the letter that asks to confirm a consent."""

    token: LinkToken


class CodeOfText(Input):
    """The code of the text message that asks to confirm a consent."""

    code: TextCode


class LetterLink(Input):
    """The token of a letter's own link."""

    token: LinkToken


class Profile(Input):
    """What shall be another; absent fields stay, null empties."""

    first_name: HarmlessOrNone = None
    last_name: HarmlessOrNone = None
    phone: PhoneOrNone = None
    locale: Annotated[Locale | None, BeforeValidator(none_if_blank)] = None

"""A customer: a shopper with an account, as they describe themselves and as staff know them. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from functions.customers.consent import (
    GRANTS_MAX,
    Channel,
    Consent,
    ConsentRecord,
    Purpose,
    Standing,
    TooManyConsents,
)
from shared import clock
from shared.people import Key

TAGS_MAX = 50  # a customer's; more is a list of something else
GROUPS_MAX = 20  # that one customer is in: prices and promotions look through all of them


class Customer(BaseModel):
    """The customer as it is kept. Its e-mail address is the one that the pool of users knows it by."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int
    sub: str  # the user in the pool; "": none, they were imported and have never signed in
    email: str | None  # None, like all that is personal, once the customer is erased
    email_verified: bool
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    locale: str | None = None
    accepts_marketing: bool = False  # by e-mail; their consents say so
    consents: tuple[Consent, ...] = ()
    grants: int = 0  # how often they agreed to something, by a click or by a letter's link
    note: str = ""
    tags: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    other_emails: tuple[str, ...] = ()  # of the accounts that came to this one, each known to be theirs
    merged_from: tuple[str, ...] = ()  # the customers that these were
    merged_into: str | None = None  # the customer that this one is now; then nothing personal is left here
    found_by: tuple[str, ...] = ()  # what it lies under for staff who look for it; see found_by.py
    created_at: str
    updated_at: str
    key: Key | None = Field(default=None, exclude=True, repr=False)  # seals what is personal; None: there is none yet

    @property
    def name(self) -> str:
        """Given name and family name, as far as they are known."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def has_account(self) -> bool:
        """Whether they have ever signed in; else all that is known of them is from staff."""
        return bool(self.sub)

    def consent(self, channel: Channel, purpose: Purpose) -> Consent | None:
        """How this stands; None where they never said anything."""
        return next((each for each in self.consents if (each.channel, each.purpose) == (channel, purpose)), None)

    @property
    def accepts_by_email(self) -> bool:
        """Whether offers may be mailed to them, as their consents say."""
        return self.agrees_to(Channel.EMAIL, Purpose.MARKETING)

    @property
    def verified_emails(self) -> list[str]:
        """The addresses that the pool has known to be theirs, of accounts that came to this one as well."""
        return [*([self.email] if self.email and self.email_verified else []), *self.other_emails]

    def waiting_for(self, record_id: str) -> Consent | None:
        """The consent that the letter about this record confirms, or has confirmed; None where it stands otherwise."""
        return next(
            (
                each
                for each in self.consents
                if (each.is_pending and each.record_id == record_id)
                or (each.is_granted and each.confirms_id == record_id)
            ),
            None,
        )

    def agrees_to(self, channel: Channel, purpose: Purpose) -> bool:
        """Whether they may be written to by this channel for this."""
        found = self.consent(channel, purpose)
        return found is not None and found.is_granted

    def decided(self, record: ConsentRecord, now: datetime) -> Self:
        """With what they say by this record. Raises TooManyConsents, never where something is taken back."""
        grants = self.grants + (record.is_granted or record.is_pending)
        if grants > GRANTS_MAX:
            raise TooManyConsents
        return self.changed(now, **self._with(record), grants=grants)

    def tried(self, consent: Consent, now: datetime) -> Self:
        """With one wrong code more for this consent."""
        counted = consent.model_copy(update={"tries": consent.tries + 1})
        return self.changed(now, consents=tuple(counted if each is consent else each for each in self.consents))

    def without(self, withdrawn: Iterable[ConsentRecord]) -> Self:
        """Once these records have taken back what they were about; its version is the caller's to raise."""
        after = self
        for record in withdrawn:
            after = after.model_copy(update=after._with(record))
        return after

    def readdressed(
        self, email: str, withdrawn: Iterable[ConsentRecord], now: datetime, *, email_verified: bool
    ) -> Self:
        """With the address that the pool knows by now, and without what was agreed to for the one before."""
        after = self.without(withdrawn)
        taken_back = {"consents": after.consents, "accepts_marketing": after.accepts_marketing}
        return self.changed(now, email=email, email_verified=email_verified, **taken_back)

    def _with(self, record: ConsentRecord) -> dict[str, Any]:
        """The fields that say what a record does."""
        others = tuple(each for each in self.consents if each is not self.consent(record.channel, record.purpose))
        changed = self.model_copy(update={"consents": (*others, record.consent)})
        return {"consents": changed.consents, "accepts_marketing": changed.accepts_by_email}

    def standing(self, channel: Channel, purpose: Purpose) -> Standing:
        """How it stands with this consent."""
        found = self.consent(channel, purpose)
        return found.standing if found else Standing.NONE

    def standing_by(self, channel: Channel) -> tuple[Consent, ...]:
        """What they agreed to there, or are being asked to confirm: it is for the address or number of then."""
        return tuple(each for each in self.consents if each.channel is channel and (each.is_granted or each.is_pending))

    def changed(self, now: datetime, **fields: Any) -> Self:
        """With other values; the same version where they are the values it has."""
        if all(getattr(self, name) == value for name, value in fields.items()):
            return self
        return self.model_copy(update={**fields, "version": self.version + 1, "updated_at": clock.stamp(now)})


def new_customer(customer_id: str, sub: str, email: str, now: datetime, *, email_verified: bool) -> Customer:
    """A customer of whom nobody knew before: version 1."""
    moment = clock.stamp(now)
    return Customer(
        id=customer_id,
        version=1,
        sub=sub,
        email=email,
        email_verified=email_verified,
        created_at=moment,
        updated_at=moment,
    )

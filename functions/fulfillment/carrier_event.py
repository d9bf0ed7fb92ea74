"""What a carrier's webhook carries."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from functions.fulfillment.views import TrackingNumber
from shared.http import View

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # a clock outside of this century is broken
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

EventId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]  # theirs; a UUID has 36
StatusName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class CarrierEventInput(BaseModel):
    """A carrier's report on a parcel. Fields that we do not know are ignored: others' payloads grow."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    event_id: EventId
    tracking_number: TrackingNumber
    status: StatusName  # one of TrackingStatus; any other counts as `unknown`
    occurred_at: Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]


class CarrierWebhookView(View):
    """Kept, now or before."""

    received: bool = True

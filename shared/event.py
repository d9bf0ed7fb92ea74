"""What every event is: a typed, versioned sentence in the past tense."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact about one aggregate. Carries ids, quantities and amounts in minor units; never personal data.

    A consumer ignores fields it does not know, so that the next version of an event may add some.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)  # a worker hears two or three of them

    type: ClassVar[str]  # "order.placed"
    schema_version: ClassVar[int] = 1
    is_public: ClassVar[bool] = True  # False: plumbing between our own parts, no promise to subscribers

    @classmethod
    def pattern(cls) -> dict[str, Any]:
        """The EventBridge pattern that selects this event on the bus."""
        return {"source": ["storewright"], "detail-type": [cls.type]}

"""Why a job failed: which step, and one of a few words, which is all that is told of an error outside the logs."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Step(StrEnum):
    """The steps of a job's run."""

    PLAN = "plan"
    WORK = "work"
    FINISH = "finish"


class Code(StrEnum):
    """The words."""

    TOO_LARGE = "too_large"  # more things than a job goes through: ask for less
    CHUNKS_FAILED = "chunks_failed"  # some chunks could not be done, however often they were tried
    UNAVAILABLE = "unavailable"  # a service did not answer, however often it was asked
    TIMED_OUT = "timed_out"  # the step took longer than it may
    LOST = "lost"  # its runs ended without a word, again and again
    UNEXPECTED = "unexpected"  # a fault of the code or of the deployment: the logs have it


WAITED = ("States.Timeout", "Sandbox.Timedout", "States.HeartbeatTimeout")  # as Step Functions calls it
CLASS = re.compile(r"run_jobs: (\w+)")  # in what the Lambda says of itself: the class, and never its message
OF_CLASS = {"Unavailable": Code.UNAVAILABLE, "Stale": Code.UNAVAILABLE}


class Failure(BaseModel):
    """Why. step: None where no step is known to have failed."""

    model_config = ConfigDict(frozen=True)

    step: Step | None
    code: Code

    @classmethod
    def of(cls, step: Step, error: Mapping[str, Any]) -> Self:
        """What a state machine says of a step that failed for good: `Error`, a name, and `Cause`, what it was told."""
        found = CLASS.search(str(error.get("Cause")))
        if error.get("Error") in WAITED:
            code = Code.TIMED_OUT
        else:
            code = OF_CLASS.get(found[1] if found else "", Code.UNEXPECTED)
        return cls(step=step, code=code)

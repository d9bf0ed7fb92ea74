"""Whether the shop answers, and which it is."""

from typing import Literal

from shared.http import View
from shared.http.api import API_VERSION
from shared.settings import Settings, read_settings


class StageSettings(Settings):
    """Where this runs."""

    stage: str


class HealthView(View):
    """`version` is the API's: the date that `Api-Version` names."""

    status: Literal["ok"] = "ok"
    stage: str
    version: str


def health() -> HealthView:
    """We answer, so we are well; whether the tables are is what alarms watch, not whoever asks here."""
    return HealthView(stage=read_settings(StageSettings).stage, version=API_VERSION)

"""People: the keys of what is personal, in a table that all who keep such things write to."""

from infra.plan import Domain
from shared.people import SPEC

PEOPLE = Domain("people", table=SPEC, functions=[])

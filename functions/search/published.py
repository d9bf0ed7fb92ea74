"""The published index, and the lease of whoever builds the next one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared import clock
from shared.errors import Refused

LEASE_S = 120  # a builder says that it goes on well before; one that died is waited for no longer
WHOLE_HOURS = 24  # then all is read anew: what no news told of comes right, and files are never as old as they are kept
INDEXES_KEPT = timedelta(
    days=7
)  # files of an index; all is read anew each day, so that the one which is read is younger


class AnotherBuilds(Refused):
    """Somebody is building the index; what has changed is in it, or in the next one."""

    code = "another_builds"

    def __init__(self) -> None:
        super().__init__("The index is being built.")


@dataclass(frozen=True)
class Published:
    """What is read now. Each field that may be None is so until the first index was built."""

    form: str  # of the files; another release may read another one
    version: int = 0  # 0: never written
    build: str | None = None  # the folder of its files
    sha256: str | None = None  # of the index's file
    products_count: int = 0
    bytes_count: int = 0
    built_at: str | None = None  # everything that was noted by then is in it
    whole_at: str | None = None  # when all products were read last
    leased_until: str | None = None

    def is_whole_due(self, now: datetime) -> bool:
        """Whether all products have to be read, not only what has changed."""
        return self.whole_at is None or now - clock.parse(self.whole_at) >= timedelta(hours=WHOLE_HOURS)

    def leased(self, now: datetime) -> "Published":
        """The same, built by whoever writes this. Raises AnotherBuilds while another's lease lasts."""
        if self.leased_until is not None and clock.parse(self.leased_until) > now:
            raise AnotherBuilds
        return self.extended(now)

    def extended(self, now: datetime) -> "Published":
        """The lease, from now on."""
        until = clock.stamp(now + timedelta(seconds=LEASE_S))
        return replace(self, version=self.version + 1, leased_until=until)

    def given_up(self) -> "Published":
        """Without a lease: there was nothing to build, or it could not be."""
        return replace(self, version=self.version + 1, leased_until=None)


def index_file(form: str, build: str) -> str:
    """Where the index's file is."""
    return f"search/{form}/{build}/index"


def products_file(form: str, build: str) -> str:
    """Where it stands what the index was made of."""
    return f"search/{form}/{build}/products.json.gz"

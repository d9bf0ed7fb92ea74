"""The search's index, built of all products."""

from infra.operate.place import Refusal
from infra.operate.telling import HERE, At


def reindex(*, at: At = HERE) -> None:
    """Build the search's index of all products anew, and publish it; until then the one before answers.

    `storewright reindex --stage prod`
    """
    done = at.place().invoke("search-build_index", {"whole": True})
    if done != "built":
        raise Refusal("The index is being built by the clock's run right now; try again in a minute.")
    at.tell({"index": done}, "The index is built of all products that are for sale.")

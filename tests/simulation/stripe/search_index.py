"""What Stripe's search knows of PaymentIntents: each as it was some time ago, so both late and out of date."""

from collections.abc import Iterable, Mapping

from local.stripe_double.state import Json


class SearchIndex:
    """Every version of every PaymentIntent, found by its metadata. Changes that Stripe tells nobody are not seen."""

    def __init__(self) -> None:
        self._versions: dict[str, list[tuple[float, Json]]] = {}
        self._by_metadata: dict[tuple[str, str], dict[str, None]] = {}  # ids in the order they came

    def saw(self, intent: Json, moment: float) -> None:
        """Keep a version that nothing changes any more."""
        self._versions.setdefault(intent["id"], []).append((moment, intent))
        for pair in intent["metadata"].items():
            self._by_metadata.setdefault(pair, {})[intent["id"]] = None

    def as_of(self, moment: float, wanted: Mapping[str, str]) -> Iterable[Json]:
        """The versions of that moment, newest PaymentIntent first; only those that have ever had the metadata."""
        found = [self._by_metadata.get(pair, {}) for pair in wanted.items()]
        for intent_id in reversed(min(found, key=len) if found else self._versions):
            known = [version for seen, version in self._versions[intent_id] if seen <= moment]
            if known:
                yield known[-1]

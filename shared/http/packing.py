"""Which packing a client takes, by its Accept-Encoding (RFC 9110, 12.5.3)."""


def takes_gzip(accept_encoding: str) -> bool:
    """Whether it names gzip, or everything, and does not refuse it with a weight of nought."""
    weights = dict(_weighed(part) for part in accept_encoding.lower().split(","))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weighed(part: str) -> tuple[str, float]:
    coding, _, parameter = part.partition(";")
    name, _, weight = parameter.partition("=")
    try:
        return coding.strip(), float(weight) if name.strip() == "q" else 1.0
    except ValueError:
        return coding.strip(), 0.0

"""Shapes of the secrets that this shop is run with, for detect-secrets: it knows Stripe's live keys only."""

import re

from detect_secrets.plugins.base import RegexBasedDetector


class ShopSecretDetector(RegexBasedDetector):
    """Stripe's keys and webhook secrets, live or test, and the shop's own API keys; each as long as a real one is."""

    secret_type = "Key of the shop or of Stripe"  # noqa: S105 - its name
    denylist = (
        re.compile(r"\bwhsec_[A-Za-z0-9+/]{24,}"),
        re.compile(r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{20,}"),
        re.compile(r"\bsk_[0-7][0-9A-HJKMNP-TV-Z]{25}_[A-Za-z0-9_-]{40,}"),  # ours: the key's id and its secret
    )

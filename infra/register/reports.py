"""What reports count."""

from infra.register.vocabulary import Word

WORDS = (Word("FactsKept", "sales, refunds, shipments and the like that reports will count"),)

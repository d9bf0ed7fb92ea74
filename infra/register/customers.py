"""What customers count."""

from infra.register.vocabulary import Word

WORDS = (
    Word("CustomersCreated", "shoppers who signed in for the first time"),
    Word("CustomersMerged", "accounts that staff made one with another"),
)

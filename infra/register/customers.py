"""What customers count."""

from infra.register.vocabulary import Word

WORDS = (
    Word("CustomersCreated", "shoppers who signed in for the first time"),
    Word("CustomersClaimed", "customers who were imported, and have signed in with that address"),
    Word("CustomersMerged", "accounts that staff made one with another"),
    Word("ConsentsConfirmed", "consents whose letter's link was followed, or whose message's code was entered"),
    Word("TextsSent", "text messages with a code"),
    Word("Unsubscribed", "consents that were taken back by a letter's link"),
)

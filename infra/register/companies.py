"""What companies count."""

from infra.register.vocabulary import Word

WORDS = (Word("CompaniesCreated", "companies that staff made"),)

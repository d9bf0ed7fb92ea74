"""Goes on, every five minutes, with the erasures that are not done."""

from functions.privacy.erase_people import erase_people
from shared.lambdas import scheduled

handler = scheduled("erase_people", erase_people)

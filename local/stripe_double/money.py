"""Which amounts Stripe takes in which currency, and what it keeps of them."""

from local.stripe_double.errors import invalid

_CURRENCIES = """
usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny
cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod
jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio
nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd
top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw
"""
_NO_DECIMALS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
_LEAST = """usd=50 aed=200 aud=50 bgn=100 brl=50 cad=50 chf=50 czk=1500 dkk=250 eur=50 gbp=30 hkd=400 huf=17500
inr=50 jpy=50 mxn=1000 myr=200 nok=300 nzd=50 pln=200 ron=200 sek=300 sgd=50 thb=1000"""

CURRENCIES = frozenset(_CURRENCIES.split())
NO_DECIMALS = frozenset(_NO_DECIMALS.split())

# Stripe rounds these to whole tens or hundreds, so it refuses anything finer.
STEPS = {"bhd": 10, "jod": 10, "kwd": 10, "omr": 10, "tnd": 10, "isk": 100, "ugx": 100}

# The smallest charge Stripe documents for a currency, in minor units; others have none here.
LEAST = {pair[:3]: int(pair[4:]) for pair in _LEAST.split()}
MOST = 99_999_999  # eight digits, as Stripe documents

FEE_PER_MILLE = 29  # 2.9 % of the captured amount …
FEE_FIXED = 30  # … and 30 minor units, in the charge's own currency: Stripe's US list price for cards


def fee(amount: int) -> int:
    """What Stripe keeps of a captured amount, rounded half up; refunds do not give it back."""
    return (amount * FEE_PER_MILLE + 500) // 1_000 + FEE_FIXED


def checked_currency(currency: str | None) -> str:
    """The currency in lower case. Raises invalid for one Stripe does not know."""
    known = (currency or "").lower()
    if known not in CURRENCIES:
        raise invalid(f"Invalid currency: {currency}. Stripe does not support it.", "currency")
    return known


def check_amount(amount: int, currency: str) -> None:
    """Raises invalid for an amount Stripe would not charge in that currency."""
    if amount > MOST:
        most = sentence(MOST, currency)
        raise invalid(f"Amount must be no more than {most}", "amount", "amount_too_large")
    least = LEAST.get(currency, 1)
    if amount < least:
        raise invalid(f"Amount must be at least {sentence(least, currency)}", "amount", "amount_too_small")
    step = STEPS.get(currency, 1)
    if amount % step:
        raise invalid(f"Invalid amount: {currency} amounts are multiples of {step}", "amount", "invalid_charge_amount")


def sentence(amount: int, currency: str) -> str:
    """An amount as Stripe writes it in messages: `$10.00`, `¥500`, `10.00 chf`."""
    sign = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}.get(currency, "")
    number = str(amount) if currency in NO_DECIMALS else f"{amount // 100}.{amount % 100:02d}"
    return sign + number if sign else f"{number} {currency}"

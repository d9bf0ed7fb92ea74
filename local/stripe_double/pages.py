"""Two small pages for people: Stripe's 3-D Secure challenge, and a Checkout Session to pay."""

from html import escape
from urllib.parse import parse_qs, urlencode

from local.stripe_double import money
from local.stripe_double.answers import Answer, Request
from local.stripe_double.checkout_payment import pay
from local.stripe_double.confirmation import authenticated
from local.stripe_double.errors import StripeError
from local.stripe_double.lifecycle import Status
from local.stripe_double.state import Json, World

_CARD_FORM = (
    '<input name="email" type="email" placeholder="Email"><br>'
    '<input name="number" value="4242424242424242" aria-label="Card number"><br><button>Pay</button>'
)

CHALLENGE = "/_double/payment_intents/"
CHECKOUT = "/_double/checkout/cs_"

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:16px/1.5 system-ui;max-width:28rem;margin:4rem auto;padding:0 1rem}}
button,input{{font:inherit;padding:.5rem 1rem;margin:.25rem 0}}</style><h1>{title}</h1><p>{text}</p>
<form method="post">{form}</form><p><small>Stripe double: no money moves.</small></p></html>"""


def page_for(world: World, request: Request) -> Answer | None:
    """The page a browser asked for, or the redirect after its form; None for everything else.

    A browser is told from a test by its form: control calls send JSON.
    """
    path = request.path
    is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if request.method != "GET" and not (request.method == "POST" and is_form):
        return None
    if path.startswith(CHALLENGE) and path.endswith("/authenticate"):
        intent = world.tables["payment_intents"].get(path.removeprefix(CHALLENGE).removesuffix("/authenticate"))
        return None if intent is None else _challenge(world, intent, _fields(request))
    if path.startswith(CHECKOUT):
        session = world.tables["checkout_sessions"].get(path.removeprefix("/_double/checkout/"))
        return None if session is None else _checkout(world, session, _fields(request))
    return None


def _fields(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    return {name: values[-1] for name, values in parse_qs(request.body.decode(errors="replace")).items()}


def _challenge(world: World, intent: Json, fields: dict[str, str]) -> Answer:
    if intent["status"] != Status.REQUIRES_ACTION:
        return _page("Nothing to authenticate", f"This payment is {intent['status']}.", "")
    if fields.get("outcome") in ("succeed", "fail"):
        back = intent["next_action"].get("redirect_to_url", {}).get("return_url")
        authenticated(world, intent, succeeds=fields["outcome"] == "succeed")
        return _back(intent, back, fields["outcome"])
    form = '<button name="outcome" value="succeed">Complete</button> <button name="outcome" value="fail">Fail</button>'
    return _page("3-D Secure", f"Your bank asks about {_sum(intent, 'amount')}.", form)


def _back(intent: Json, url: str | None, outcome: str) -> Answer:
    if url is None:
        return _page("Done", f"This payment is {intent['status']}. You can close this window.", "")
    query = {
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if outcome == "succeed" else "failed",
    }
    return _redirect(url + ("&" if "?" in url else "?") + urlencode(query))


def _checkout(world: World, session: Json, fields: dict[str, str]) -> Answer:
    if session["status"] != "open":
        return _page("Checkout", f"This session is {session['status']}.", "")
    wrong = ""
    if fields.get("number"):
        try:
            intent = pay(world, session, number=fields["number"], email=fields.get("email"))
        except StripeError as error:
            wrong = str(error)
        else:
            if intent["status"] == Status.REQUIRES_ACTION:
                return _redirect(f"{CHALLENGE}{intent['id']}/authenticate")
            if session["status"] == "complete":
                return _paid(session)
            wrong = intent["last_payment_error"]["message"]
    return _page("Checkout", f"{escape(wrong)} To pay: {_sum(session, 'amount_total')}.", _CARD_FORM)


def _paid(session: Json) -> Answer:
    if not session["success_url"]:
        return _page("Paid", "Thank you.", "")
    return _redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _sum(obj: Json, name: str) -> str:
    return escape(money.sentence(obj[name], obj["currency"]))


def _page(title: str, text: str, form: str) -> Answer:
    body = _PAGE.format(title=title, text=text, form=form).encode()
    return Answer(200, body, {"Content-Type": "text/html; charset=utf-8"})


def _redirect(url: str) -> Answer:
    return Answer(303, b"", {"Location": url.replace("\r", "").replace("\n", "")})

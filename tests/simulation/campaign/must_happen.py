"""What must happen in a run of some size: without it some check had nothing to look at, and the run proves little."""

from collections import Counter

from tests.simulation.campaign.sums import Sums
from tests.simulation.plumbing import kinds

MUST_HAPPEN = {
    # What shoppers do.
    "order made": "nothing was sold",
    "cart abandoned": "every cart was completed",
    "double click": "no request ran beside its twin",
    "second tab": "no cart was completed by two keys at once",
    "asked again later": "no answer was asked for once more, minutes or hours later",
    "answer repeated": "no key brought its first answer back",
    "another body under a key": "no key came back with something else",
    "stranger's door": "nobody tried to see a stranger's order",
    "price changed at checkout": "no total was another at checkout than in the cart",
    "answer 409 cart_changed": "no total was refused for being another than the shopper saw",
    "answer 409 cart_closed": "nobody tried to complete what was completed",
    "answer 409 idempotency_in_progress": "no request came while its twin was still running",
    "answer 503 payment_unavailable": "the processor was never away while somebody checked out",
    "answer 409 insufficient_stock": "stock never ran out, so that overselling was not possible",
    "came back with the cart's token": "nobody closed the tab before paying",
    "given up by the shopper": "nobody gave an order up",
    # What those with an account do, and who asks.
    "signed in": "nobody came with an account",
    "carts merged": "no guest's cart was put into a customer's",
    "merging beside another tab": "no merge met another change of the cart",
    "merged cart restored": "nobody wanted a merged cart back",
    "order of a customer made": "no customer bought anything",
    "customer came again": "no customer came back",
    "customer bought again": "no customer bought a second time, in a cart after the one that became an order",
    "order claimed": "no guest's order became a customer's",
    "another customer's door": "no session was tried on another's cart",
    "signed out": "no session was tried after its end",
    "asked to be forgotten": "nobody wanted to be forgotten",
    "forgotten": "nobody was forgotten",
    "order of nobody any more": "no order outlived who it was of",
    "accounts merged": "no two accounts became one",
    "session of a merged account": "nobody was signed in at an account that became another's",
    "moved to the account that stays": "nothing was there to be moved by a merge of accounts",
    "question asked": "nobody had a question",
    "asked about another's order": "nobody asked about what is not theirs",
    "question followed up": "nobody asked twice",
    "question answered": "no question was answered",
    "answered at the helpdesk": "no agent answered there",
    "message brought to the helpdesk": "nothing that was said here was looked for there",
    "comment taken from the helpdesk": "nothing that was said there was looked for here",
    "question answered by two at once": "no two people answered the same",
    # Who buys for a company, and what its admins say.
    "order of a company's made": "nobody bought for a company",
    "order waited for its company": "nobody wanted more than they may order alone",
    "ordered by an admin's word": "no order was made by an admin's word",
    "word on a cart: approved": "no admin approved a cart",
    "word on a cart: declined": "no admin declined a cart",
    "word on a cart: approval_outdated": "no cart was changed before an admin said a word",
    "word on a cart: approval_decided": "no two admins decided on one cart",
    "word on a cart: not_company_admin": "nobody decided who was no admin any more",
    "a word of somebody else's": "nobody tried to approve who may not",
    "company: another limit": "no limit was changed while its buyer ordered",
    "company: admin demoted": "every admin stayed one",
    "company: member removed": "every member stayed one",
    # How they pay.
    "pays at once": "nobody just paid",
    "pays declined first": "no card was declined",
    "pays late": "nobody paid after the reservation's end",
    "pays at the bell": "nobody paid while the reservation ended",
    "pays never": "nobody forgot to pay",
    "pays 3ds": "nobody was asked for a second factor",
    "pays processing": "no bank took hours",
    "pays twice": "nobody clicked on Pay twice",
    "webhook lost": "every webhook arrived",
    "metric StripeEventsDuplicate": "no webhook came twice",
    "metric MoneySentBack": "no money was left to a dead order",
    "late money refunded": "no money for a dead order went back",
    "canceled after payment": "nothing that was paid was canceled",
    # What staff do.
    "change of staff's told": "the audit log stayed empty",
    "shipped": "nothing left the house",
    "canceled": "nothing was canceled",
    "canceled without a refund": "all that was canceled was refunded",
    "canceling refused": "canceling was always in time",
    "cancel while it ships": "nobody canceled what a colleague shipped",
    "shipping lost against canceling": "in that race, shipping always won",
    "answer 409 already_shipped": "in that race, canceling always won",
    "refunded": "no money was given back",
    "refund refused": "nobody wanted to give back too much",
    "answer 409 refund_exceeds_captured": "no refund was more than what was left",
    "units refunded": "money was never for goods",
    "shipping refunded": "no shipping went back",
    "refunded after part had shipped": "no money went back for what had left",
    "canceled after a refund": "no order of which money had gone back was canceled",
    "not shipped, the money went back": "nobody tried to ship what was not paid any more",
    "shipped in parts": "every order left in one parcel",
    "two shipments in one parcel": "no number was shared",
    "reported before it shipped": "no carrier was quicker than the shop",
    "counted below what is set aside": "nothing that was sold was missing",
    "payment canceled at the processor": "nobody gave a payment up behind the shop's back",
    "product archived": "nothing was taken off sale",
    "pays with a card that takes nothing back": "every refund arrived",
    "found by looking": "no refund came back unheard",
    "refunded at the processor": "nobody gave money back behind the shop's back",
    "two refunds at once": "no two people gave the same money back",
    "stock counted": "stock was never counted",
    "restocked": "no goods arrived",
    "price changed": "prices stood still",
    "wide product made": "no product was made in chunks",
    "wide product changed": "no product was changed in chunks",
    "wide product seen": "nobody looked at a product that was written in chunks",
    "shop grew": "no product was made while others were sold",
    "export done": "no job came to its end",
    "export canceled while it ran": "no job was canceled while it ran",
    "export gone on with": "no job was gone on with",
    "export done after it was gone on with": "no job that was gone on with came to its end",
    "export begun again by itself": "no job's run ended without a word",
    "import begun": "nobody was imported",
    "import canceled": "every import went on",
    "imported twice": "no file was imported by two at once",
    "imported": "no import came to its end",
    "imported and signed in": "nobody who was imported signed in",
    "unproven and left alone": "everybody had proven their address",
    "another shape released": "no release changed a table's shape",
    "item rewritten": "nothing was written in another shape",
    "migration done": "no migration came to its end",
    # What the shop's people do who have accounts, and lose what they may.
    "staff signed in": "nobody of the staff has an account",
    "let in while others work": "everybody was there from the first day on",
    "staff: demoted": "nobody's roles were changed",
    "staff: deactivated": "nobody was turned away",
    "staff: removed": "nobody left the staff",
    "staff: role made smaller": "every role allowed what it did at first",
    "staff: key revoked": "every key counts for ever",
    "rights given back": "nobody was let in again",
    "turned away for good": "nobody asked who may not ask any more",
    "done in the last minute": "no decision was kept that held no more",
    "stock changed by who is limited": "nobody who is limited to a location changed its stock",
    "change of staff's refused": "staff were allowed whatever they tried",
    "key made": "nobody made a key by their own word alone",
    # What waits for a second person.
    "approval asked for": "nothing waited",
    "key waits for approval": "no key waited",
    "key approved": "no key that waited was approved",
    "approved by another": "nothing that waited was done",
    "declined by another": "nothing that waited was declined",
    "went back by the word of two": "no money waited",
    "two words at once": "nobody decided at the moment when another one did",
    "not approved: approval_closed": "no word came after another one",
    "not approved: own_request": "nobody tried to approve their own",
    "not approved: asker_gone": "nobody was let go before somebody approved what they had asked for",
    "approved too late": "nothing that waited was forgotten",
    # What orders came to.
    "order placed": "no order was paid and kept",
    "order expired": "no reservation ran out",
    "order canceled": "no order ended canceled",
    "history replayed": "no history was told twice",
}

# Of what may happen on the way, the plumbing itself says what it is; these take more than a world has.
RARE = {
    kinds.EXPIRED: "a message is kept for days, and a world lasts hours",
    kinds.AGED: "a stream's record too",
    kinds.DEDUPLICATED: "there is no FIFO queue",
    kinds.DEAD: "most worlds lose nothing for good",
    kinds.REDRIVEN: "there is nothing to redrive where nothing is dead",
}
ON_THE_WAY = {f"on the way: {kind}": f"never: {what}" for kind, what in kinds.MEANINGS.items() if kind not in RARE}


def never(sums: Sums) -> dict[str, str]:
    """What did not happen though it must, each with what that means."""
    counts = counted(sums)
    return {name: why for name, why in _wanted().items() if not counts[name]}


def counted(sums: Sums) -> Counter[str]:
    """How often each of them happened."""
    counts = Counter({_fault(kind): count for kind, count in sums.faults_by_kind().items()})
    counts.update({name: sums.happened[name] for name in MUST_HAPPEN | ON_THE_WAY})
    return counts


def _wanted() -> dict[str, str]:
    return MUST_HAPPEN | ON_THE_WAY | {_fault(kind): "no call met this fault" for kind in Sums().faults_by_kind()}


def _fault(kind: str) -> str:
    return f"fault: {kind}"

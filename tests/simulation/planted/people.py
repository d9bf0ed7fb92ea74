"""Mistakes with whose something is: sessions, merged carts, claimed orders, and what was asked of the shop."""

from tests.simulation.planted.bug import Bug

SESSIONS = "functions/customers/sessions.py"
OWN = "functions/orders/own_orders.py"
MERGE = "functions/orders/merge_cart.py"
TICKETS = "functions/support/write_message.py"

PEOPLE = (
    Bug(
        "session_opens_every_cart",
        "functions/orders/store.py",
        '        if request.proven.isdisjoint({cart_id, items[0].get("customer_id") if items[0] else None}):\n',
        "        if not request.proven:\n",
        "Whoever has an account can read and change the carts of all others.",
        ("I20",),
    ),
    Bug(
        "signed_out_and_still_in",
        SESSIONS,
        "        if session.id in self.ended or session.made_at < self.tokens_valid_from:\n",
        "        if session.made_at < self.tokens_valid_from:\n",
        "Signing out at a library's computer signs nobody out.",
        ("I20",),
    ),
    Bug(
        "one_list_forgets_to_ask_for_the_session",
        OWN,
        "    fetch(customers.signed_in(request))\n",
        "",
        "The history of orders stays open to a session that was ended.",
        ("I20",),
    ),
    Bug(
        "claimed_by_who_says_so",
        "functions/customers/customer.py",
        "([self.email] if self.email and self.email_verified else [])",
        "([self.email] if self.email else [])",
        "Who signs up with somebody else's address gets that person's orders, and the address they were sent to.",
        ("I20",),
    ),
    Bug(
        "a_customer_s_order_is_nobody_s",
        "functions/orders/new_order.py",
        "        customer_id=cart.customer_id,\n",
        "        customer_id=None,\n",
        "Customers do not find in their history what they bought signed in.",
        ("I20",),
    ),
    Bug(
        "merge_keeps_the_larger_quantity",
        "functions/orders/merging.py",
        "    wanted = (had.quantity if had else 0) + more.quantity\n",
        "    wanted = max(had.quantity if had else 0, more.quantity)\n",
        "Signing in takes things out of the cart.",
        ("I23",),
    ),
    Bug(
        "merged_cart_stays_open",
        MERGE,
        "(*store.save_cart(together), *store.save_cart(closed), *store.make_own(together))\n",
        "(*store.save_cart(together), *store.make_own(together))\n",
        "A second tab puts the same things into the cart once more, or buys them beside it.",
        ("I23",),
    ),
    Bug(
        "merged_into_what_was_bought",
        MERGE,
        "    return own if own.is_open(request.now) and own.customer_id == request.principal else None\n",
        "    return own if own.customer_id == request.principal else None\n",
        "What a returning customer puts into the cart is in the one that they have paid for.",
        ("I23",),
    ),
    Bug(
        "each_sign_in_is_another_customer",
        "functions/customers/start_session.py",
        "    customer_id = customer_id_of(who.sub)\n",
        '    customer_id = ids.new_id("cus", request.now)\n',
        "A customer whose first answer was lost has two accounts, and their orders are in the other one.",
        ("I23", "I20"),
    ),
    Bug(
        "note_is_sent_to_the_shopper",
        TICKETS,
        "    if said.is_internal:\n        return",
        "    if said.is_internal and not said.by:\n        return",
        "What staff note for each other is in the shopper's mail.",
        ("I16", "I20"),
    ),
    Bug(
        "answer_is_not_sent",
        TICKETS,
        "    if said.is_internal:\n        return",
        "    if said.is_internal or said.number > 1:\n        return",
        "Staff answer, and the shopper never hears of it.",
        ("I16",),
    ),
    Bug(
        "asked_about_an_order_of_another",
        "functions/support/open_ticket.py",
        "        bound_to(body.order_id, request.headers, request.now)\n",
        "        pass\n",
        "Anybody can attach questions to anybody's order, and staff will answer by what is in it.",
        ("I20",),
    ),
    Bug(
        "forgotten_before_the_goods_are_there",
        "functions/privacy/erase_people.py",
        "    if waits := orders.awaited(dict.fromkeys([*order_ids, *own]), now):\n",
        "    if waits := orders.awaited(own, now):\n",
        "The address of what is paid and not sent is gone.",
        ("I22",),
    ),
    Bug(
        "carts_remember",
        "functions/privacy/erase_people.py",
        "        *(partial(orders.forget_cart, each, now) for each in carts),\n",
        "",
        "Who asked to be forgotten stands in the carts that they left.",
        ("I22",),
    ),
    Bug(
        "imported_for_whoever_says_so",
        "functions/customers/start_session.py",
        "who.email if who.email_verified else None",
        "who.email",
        "Who signs up with somebody else's address gets their name, address and what staff know of them.",
        ("I20",),
    ),
    Bug(
        "agreed_elsewhere",
        "functions/customers/merging.py",
        "    more = tuple(each for each in goes.consents if (each.channel, each.purpose) not in said)\n",
        "    more = ()\n",
        "Whoever signs in gets no letters any more that they had asked for.",
        ("I23",),
    ),
)

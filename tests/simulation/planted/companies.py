"""Mistakes with what somebody may order for a company, and with whose word lets them order more."""

from tests.simulation.planted.bug import Bug

APPROVAL = "functions/orders/approval.py"
DECIDE = "functions/orders/approve_cart.py"

COMPANIES = (
    Bug(
        "limits_are_read_and_not_held",
        "functions/orders/complete_cart.py",
        "        *companies.still_for(cart.customer_id, ready.company),\n",
        "",
        "A limit that is lowered, or a role that is taken, lets the order pass that is under way.",
        ("I25",),
    ),
    Bug(
        "any_member_s_word_goes",
        DECIDE,
        "    if not company.is_admin(request.principal):\n",
        "    if company.member(request.principal) is None:\n",
        "A buyer approves their own cart.",
        ("I25",),
    ),
    Bug(
        "an_admin_of_whatever_company",
        DECIDE,
        "        if word is None or word.company_id != company.id:\n",
        "        if word is None:\n",
        "Who has a company of their own approves what others may not order.",
        ("I25",),
    ),
    Bug(
        "a_word_is_for_whatever_is_in_the_cart",
        APPROVAL,
        "    if not word.is_for(cart) or total > word.total:\n",
        "    if total > word.total:\n",
        "What was approved is swapped for something else that costs no more.",
        ("I25",),
    ),
    Bug(
        "declining_is_a_word_too",
        APPROVAL,
        '        return self.model_copy(update={"declined_by": by, "declined_at": clock.stamp(now)})\n',
        '        told = {"approved_by": by, "declined_by": by, "declined_at": clock.stamp(now)}\n'
        "        return self.model_copy(update=told)\n",
        "Whoever is told no orders all the same.",
        ("I25",),
    ),
)

"""Mistakes with what staff may: rights that outlive their end, and a second person who is none."""

from tests.simulation.planted.bug import Bug

AUTHORIZE = "functions/access/authorize.py"
MAKE_KEY = "functions/access/make_key.py"
API_KEY = "functions/access/api_key.py"
APPROVALS = "shared/approvals.py"
DECIDE = "functions/approvals/decide.py"
IS_OPEN = """        "#status = :pending AND #expires_at > :now",
        names={"#status": "status", "#expires_at": "expires_at"},
        values={":pending": Status.PENDING.value, ":now": clock.stamp(now)},
"""

RIGHTS = (
    Bug(
        "deactivated_and_still_at_work",
        AUTHORIZE,
        "    if member.status != Status.ACTIVE:\n",
        "    if member.status == Status.REMOVED:\n",
        "Who was turned away goes on to give money back for as long as their token lives.",
        ("I21",),
        also=(
            (
                AUTHORIZE,
                '    return None if member.takes(claims.auth_time) else "signed_out"\n',
                "    return None\n",
            ),
        ),
    ),
    Bug(
        "keys_outlive_who_made_them",
        API_KEY,
        "            revoked_at=min(filter(None, [self.revoked_at, *ends]), default=None),\n",
        "            revoked_at=self.revoked_at if ends else self.revoked_at,\n",
        "Who was turned away made a key before, and comes in by that.",
        ("I21",),
    ),
    Bug(
        "keys_keep_what_their_maker_lost",
        API_KEY,
        "        left = tuple(scope for scope in self.allowed if all(scope in each for each in held))\n",
        "        left = self.allowed\n",
        "Who was demoted made a key before, and does by that whatever they did.",
        ("I21",),
    ),
    Bug(
        "roles_as_they_were_at_sign_in",
        AUTHORIZE,
        "    return Known(member.id, scopes_of(member.roles, own), ",
        "    return Known(member.id, scopes_of(_seen.setdefault(member.id, member.roles), own), ",
        "A demotion is felt when the Lambda's container dies, hours later.",
        ("I21",),
        also=(
            (
                AUTHORIZE,
                "@dataclass(frozen=True)\nclass Known:\n",
                "_seen: dict[str, tuple[str, ...]] = {}\n\n\n@dataclass(frozen=True)\nclass Known:\n",
            ),
        ),
    ),
    Bug(
        "limits_are_for_shipping_alone",
        "functions/inventory/book_movements.py",
        "    request.require_location(*(location_id for _, location_id in (entry.shelf for entry in entries)))\n",
        "",
        "Who works in one warehouse counts the shelves of another one.",
        ("I21",),
    ),
    Bug(
        "approved_in_a_commit_of_its_own",
        APPROVALS,
        "        return (*decision(self._after(reply), self.now), *self.checks)\n",
        "        return self.checks\n",
        "The money goes back before anybody has noted that it was approved: the next one approves it again.",
        ("I24",),
        also=(
            (
                DECIDE,
                "        commit(*approved.writes(reply), *told)\n",
                "        commit(*decision(approved._after(reply), request.now), *told)\n",
            ),
        ),
    ),
    Bug(
        "approved_after_its_time",
        APPROVALS,
        "        if self.status is Status.PENDING and self.expires_at <= clock.stamp(now):\n",
        "        if self.status is Status.PENDING and not self.expires_at:\n",
        "What was asked for in spring and forgotten is done in autumn by somebody who tidies up.",
        ("I24",),
        also=(
            (
                APPROVALS,
                IS_OPEN,
                """        "#status = :pending",
        names={"#status": "status"},
        values={":pending": Status.PENDING.value},
""",
            ),
        ),
    ),
    Bug(
        "who_asked_approves",
        DECIDE,
        "    if decider.line & {approval.asked_by, approval.object_id}:\n        raise OwnRequest\n",
        "",
        "One person alone gives back whatever they like: they ask with one hand and approve with the other.",
        ("I24",),
        also=((DECIDE, "    if approver.line & asker.line:\n        raise OwnRequest\n", ""),),
    ),
    Bug(
        "small_refunds_wait_for_nobody",
        "functions/orders/refund_order.py",
        "        if approvals.refund_waits(request, account.gone + amount, account.currency):\n",
        "        if approvals.refund_waits(request, amount, account.currency):\n",
        "In small portions anybody gives back the whole order alone.",
        ("I24",),
    ),
    Bug(
        "cancellations_wait_for_nobody",
        "functions/orders/cancel_order.py",
        "            if approvals.refund_waits(request, account.gone + account.refundable, account.currency):\n",
        "            if not was_placed and approvals.refund_waits(request, account.refundable, account.currency):\n",
        "Who may not give so much back alone cancels the order instead.",
        ("I24",),
    ),
    Bug(
        "key_counts_before_it_is_approved",
        MAKE_KEY,
        "        return approvals.ask(request, body, what, *maker.still)\n",
        "        commit(store.made(key))\n        return approvals.ask(request, body, what, *maker.still)\n",
        "A key that moves money opens the till while its approval still waits.",
        ("I24", "I21"),
        also=(("shared/dynamo/commit.py", "        witness.check(writes)\n", "        pass\n"),),
    ),
)

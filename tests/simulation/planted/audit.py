"""Mistakes with the log of what staff did: a change that nobody is told of, and a deed that never was."""

from tests.simulation.planted.bug import Bug

COMMIT = "shared/dynamo/commit.py"
CANCEL = "functions/orders/cancel_order.py"
NOT_ASKED = (COMMIT, "        witness.check(writes)\n", "        pass\n")  # else the commit itself refuses the mistake

AUDIT = (
    Bug(
        "row_forgotten",
        "functions/inventory/create_location.py",
        "    told = request.settle(reply, on=location.id, after=shown)\n",
        "    told = request.claim.settle(reply)\n",
        "Somebody opens a warehouse, and nobody can find out who.",
        ("I21",),
        also=(NOT_ASKED,),
    ),
    Bug(
        "row_before_its_change",
        CANCEL,
        "        commit(\n            *store.save_order(canceled, said),\n",
        """        commit(*request.deed.on(order_id, was, shown, body.reason))
        commit(
            *store.save_order(canceled, said),
""",
        "The log says that an order was canceled which others had shipped a moment before.",
        ("I21",),
        also=(
            (
                CANCEL,
                "            *request.settle(reply, on=order_id, before=was, after=shown, reason=body.reason),\n",
                "            *request.claim.settle(reply),\n",
            ),
            NOT_ASKED,
        ),
    ),
    Bug(
        "change_without_its_row_is_let_through",
        COMMIT,
        "        if bool(told) == self.is_heard or told == len(writes):\n",
        "        if told and (self.is_heard or told == len(writes)):\n",
        "Whoever writes the next route may forget the log, and no test of it fails.",
        ("I21",),
        also=(
            (
                "functions/fulfillment/deliver_parcel.py",
                "    told = request.settle(reply, on=fulfillment_id, before=was, after=shown)\n",
                "    told = request.claim.settle(reply)\n",
            ),
        ),
    ),
    Bug(
        "told_as_the_shop",
        "shared/http/request.py",
        "        deed = Deed(self.principal, self.action, self.id, self.address)\n",
        '        deed = Deed("operator", self.action, self.id, self.address)\n',
        "The log knows all that was done, and of nothing who did it.",
        ("I21",),
    ),
)

"""A shopper who has lost everything but the cart's token asks for the order's payment, or gives the order up."""

from typing import TYPE_CHECKING

from tests.simulation.gateway import is_passing

if TYPE_CHECKING:
    from tests.simulation.shopper import Shopper

GIVES_UP = 0.3  # of those who come back
OVER = ("already_paid", "payment_closed")  # somebody else has paid or ended it


def come_back(shopper: "Shopper", order_id: str, token: str) -> None:
    """Minutes later, perhaps when the order's time is over."""
    world, chance = shopper.world, shopper.chance
    world.pause(chance.choice([1.0, 60.0, 900.0]))
    if chance.random() < GIVES_UP:
        answer = shopper.client.sure("POST", f"/store/orders/{order_id}/cancel", Cart_Token=token)
        world.happened["given up by the shopper"] += bool(answer and answer[0] == 200)
        return
    answer = shopper.client.sure("POST", f"/store/orders/{order_id}/payment", Cart_Token=token)
    if answer and not is_passing(answer):
        code = (answer[1].get("error") or {}).get("code")
        known = answer[0] == 200 or code in OVER
        world.expect(known, "I20", f"{shopper.name} came back with the cart's token and was told {answer[0]} {code}")
        world.happened["came back with the cart's token"] += answer[0] == 200

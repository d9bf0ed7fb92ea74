"""The requests that all others here are made of, one mistake at a time: they are good themselves."""

import json

from tests.security.doors import doors
from tests.security.good_bodies import GOOD
from tests.security.refusals import code_of
from tests.security.scene import Scene

# Well formed, and still refused as things stand.
AS_THINGS_STAND = {
    "POST /admin/orders/<order_id>/cancel": "already_shipped",
    "POST /store/carts/<cart_id>/complete": "cart_changed",
    "POST /store/me/approvals/<cart_id>": "total_changed",
}

DONE_BEFORE = {"POST /store/orders/<order_id>/confirm"}  # of a placed order, which it leaves as it is


def test_every_good_body_does_its_work(scene: Scene) -> None:
    """And the shop's writes are noticed, by which other tests tell that nothing was done."""
    for door in (each for each in doors() if each.body):
        scene.writes.clear()
        for good in GOOD[door.name](scene.ids):
            answer = scene.knock(door, json.dumps(good).encode())
            if door.name in AS_THINGS_STAND:
                assert code_of(answer) == AS_THINGS_STAND[door.name], answer
            else:
                assert answer.status == door.route.status, (door.name, answer)
                assert scene.writes or door.name in DONE_BEFORE, door.name

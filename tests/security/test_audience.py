"""What shoppers see is an allow-list: each field of each answer has its row in `audience.tsv`, and no other."""

from pydantic import BaseModel

from shared.http import Listed, Reply
from tests.security.audience import found, models_in, written

STAFFS_OWN = {"note", "by", "location_id", "notify_customer", "failure_code", "last_error", "reason"}


def test_every_field_is_shown_to_whom_the_table_says() -> None:
    shown, decided = found(), written()
    assert {field: who for field, who in shown.items() if decided.get(field) != who} == {}, "not decided"
    assert sorted(set(decided) - set(shown)) == [], "not shown any more"


def test_what_is_only_staffs_is_in_no_answer_to_shoppers() -> None:
    assert {field for (_, field), who in written().items() if who != "admin"} & STAFFS_OWN == set()


def test_a_model_within_a_list_within_an_answer_is_found() -> None:
    class Inner(BaseModel):
        secret: str

    class Outer(BaseModel):
        parts: dict[str, list[Inner] | None]

    assert {model.__name__ for model in models_in(Reply[Listed[Outer]])} == {"Outer", "Inner"}

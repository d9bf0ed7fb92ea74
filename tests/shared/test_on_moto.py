"""A page of each domain on moto's DynamoDB, as every page may be run: `TESTS_DATABASE=moto pytest tests/<domain>`.

All others run on the simulation's, which is ten times as quick and refuses more of what AWS refuses (see
`tests/database.py`); what they show of a domain is not its database's own word. Pages that look into streams or count
what the database refuses have no counterpart here.
"""

import os
import subprocess
import sys

from local.paths import ROOT

PAGES = (
    "access/test_staff.py",
    "catalog/test_change_product.py",
    "companies/test_companies.py",
    "customers/test_wish_list.py",
    "fulfillment/test_ship.py",
    "inventory/test_locations_api.py",
    "notifications/test_send_mail.py",
    "orders/test_merge_cart.py",
    "reports/test_closing_a_day.py",
)


def test_a_page_of_each_domain_holds_on_moto_too() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{page}" for page in PAGES)]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"TESTS_DATABASE": "moto"}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " failed" not in ran.stdout

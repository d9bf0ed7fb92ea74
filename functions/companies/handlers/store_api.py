"""What members see of their company, and what its admins say: `/store/me/company`."""

from functions.companies.inputs import LimitsInput
from functions.companies.own_company import change_limits, show_own_company
from functions.companies.table import SPEC
from functions.companies.views import OwnCompanyView
from shared.http import Api, Reply, Request

api = Api("companies", SPEC)


@api.get("/store/me/company", customer="needed")
def get_own_company(request: Request) -> Reply[OwnCompanyView]:
    """Show the company that the customer buys for; to its admins with all of its members."""
    return show_own_company(request)


@api.patch("/store/me/company/members/<customer_id>", customer="needed")
def update_limits(request: Request, body: LimitsInput, customer_id: str) -> Reply[OwnCompanyView]:
    """Say how much one order of a member may come to without an admin's word. For the company's admins."""
    return change_limits(customer_id, body, request)


handler = api.handler

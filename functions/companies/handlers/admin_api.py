"""What staff do with companies and their members: `/admin/companies`."""

from functions.companies import change_company, change_members
from functions.companies.inputs import CompanyChange, CompanyMembership, NewCompany
from functions.companies.table import SPEC
from functions.companies.views import CompanyView
from shared.http import Api, Listed, PageQuery, Reply, Request

api = Api("companies_admin", SPEC)


@api.get("/admin/companies", scope="customers:read")
def get_companies(request: Request, query: PageQuery) -> Reply[Listed[CompanyView]]:
    """List companies, the newest first."""
    return change_company.list_companies(query, request)


@api.post("/admin/companies", action="company.create", scope="customers:write", status=201)
def create_company(request: Request, body: NewCompany) -> Reply[CompanyView]:
    """Make a company. Its tax ids must have the form that their country gives them; nobody is asked for them."""
    return change_company.create_company(body, request)


@api.get("/admin/companies/<company_id>", scope="customers:read")
def get_company(request: Request, company_id: str) -> Reply[CompanyView]:
    """Show a company with its members."""
    return change_company.show_company(company_id, request)


@api.patch("/admin/companies/<company_id>", action="company.update", scope="customers:write")
def update_company(request: Request, body: CompanyChange, company_id: str) -> Reply[CompanyView]:
    """Change a company: what is left out stays."""
    return change_company.change_company(company_id, body, request)


@api.put("/admin/companies/<company_id>/members/<customer_id>", action="company_member.set", scope="customers:write")
def set_member(request: Request, body: CompanyMembership, company_id: str, customer_id: str) -> Reply[CompanyView]:
    """Let a customer buy for the company, or change what they may do. Nobody buys for two companies."""
    return change_members.set_member(company_id, customer_id, body, request)


@api.delete(
    "/admin/companies/<company_id>/members/<customer_id>", action="company_member.remove", scope="customers:write"
)
def remove_member(request: Request, company_id: str, customer_id: str) -> Reply[CompanyView]:
    """Let a customer buy for the company no more. What they ordered stays the company's."""
    return change_members.remove_member(company_id, customer_id, request)


handler = api.handler

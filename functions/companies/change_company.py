"""Staff make companies, and change what they know of them."""

from typing import Any

from functions.companies import store
from functions.companies.company import Company, Exemption, TaxId
from functions.companies.inputs import CompanyChange, ExemptionInput, NewCompany, TaxIdInput
from functions.companies.tax_id import checked
from functions.companies.views import CompanyView, company_view, told
from shared import clock, ids, telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Listed, PageQuery, Paging, Reply, Request


def list_companies(query: PageQuery, request: Request) -> Reply[Listed[CompanyView]]:
    """A page of them, the newest first. Raises BadCursor."""
    paging = Paging(request, query)
    found, page = store.page_of_companies(paging.limit, paging.after)
    return Reply(Listed(data=[company_view(each) for each in found], **paging.next(page)))


def show_company(company_id: str, _: Request) -> Reply[CompanyView]:
    """The company. Raises NotFound."""
    (company,) = fetch(store.company(company_id))
    return Reply(company_view(company), version=company.version)


def create_company(body: NewCompany, request: Request) -> Reply[CompanyView]:
    """A new company, with nobody in it. Raises InvalidTaxId."""
    fetch(request.claim.read)
    moment = clock.stamp(request.now)
    fields = {"name": body.name, **_given(body)}
    company = Company(id=ids.new_id("comp", request.now), created_at=moment, updated_at=moment, **fields)
    reply = Reply(company_view(company), 201, version=company.version)
    commit(*store.save_company(company), *request.settle(reply, on=company.id, after=told(company)))
    telemetry.count("CompaniesCreated")
    return reply


def change_company(company_id: str, body: CompanyChange, request: Request) -> Reply[CompanyView]:
    """The company with other values. Raises NotFound, VersionConflict or InvalidTaxId."""
    changes = _given(body)

    def attempt() -> Reply[CompanyView]:
        (before,) = fetch(store.company(company_id))
        request.require_match(before.version)
        return saved(before, before.changed(request.now, **changes), request)

    return retry_stale(attempt)


def saved(before: Company, after: Company, request: Request, *besides: Write) -> Reply[CompanyView]:
    """The company as it is afterwards; where nothing differs, nothing is written. besides: staged with it."""
    reply = Reply(company_view(after), version=after.version)
    if after is not before:
        settled = request.settle(reply, on=after.id, before=told(before), after=told(after))
        commit(*store.save_company(after), *besides, *settled)
    return reply


def _given(body: NewCompany | CompanyChange) -> dict[str, Any]:
    """What was sent, as the company keeps it."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    if "tax_ids" in sent:
        sent["tax_ids"] = _tax_ids(body.tax_ids)
    if "tax_exemption" in sent:
        sent["tax_exemption"] = _exemption(body.tax_exemption)
    if "payment_terms" in sent:
        terms = sent.pop("payment_terms")
        sent["net_days"] = terms.net_days if terms else None
    return sent


def _tax_ids(given: list[TaxIdInput]) -> tuple[TaxId, ...]:
    numbers = (
        TaxId(country=each.country, number=checked(each.country, each.number, place))
        for place, each in enumerate(given)
    )
    return tuple(dict.fromkeys(numbers))


def _exemption(given: ExemptionInput | None) -> Exemption | None:
    if given is None:
        return None
    return Exemption(certificate=given.certificate, last_day=given.last_day)

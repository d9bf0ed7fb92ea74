"""What staff do with customers and their groups: `/admin/customers`, `/admin/customer_groups`."""

from functions import jobs
from functions.customers import change_groups, store
from functions.customers.change_customer import change_customer, show_customer
from functions.customers.export_customers import export_customers
from functions.customers.import_customers import CUSTOMER_IMPORT, begin_import
from functions.customers.inputs import (
    CustomerChange,
    CustomerExport,
    CustomerImport,
    CustomerQuery,
    GroupName,
    MergeFrom,
)
from functions.customers.list_customers import list_customers
from functions.customers.merge_customers import merge_customers
from functions.customers.table import SPEC
from functions.customers.views import (
    ConsentRecordView,
    CustomerView,
    DeletedGroup,
    GroupView,
    MergeView,
    consent_record_view,
    group_view,
)
from shared.dynamo import fetch
from shared.http import Api, Listed, PageQuery, Paging, Reply, Request

api = Api("customers_admin", SPEC)


@api.get("/admin/customers", scope="customers:read")
def get_customers(request: Request, query: CustomerQuery) -> Reply[Listed[CustomerView]]:
    """List customers, the newest first: all, or by e-mail address, phone number, words of the name, group."""
    return list_customers(query, request)


@api.post("/admin/customers/export", action="customers.export", status=202, scope="customers:write")
def export(request: Request, body: CustomerExport) -> Reply[jobs.JobView]:
    """Write all customers, or those of a group, into one file, as a job; its result is for a week."""
    return export_customers(body, request)


@api.post(
    "/admin/customers/uploads",
    action="customer_upload.create",
    status=201,
    scope="customers:write",
    again=jobs.link_again,
)
def create_upload(request: Request, body: jobs.NewUpload) -> Reply[jobs.UploadView]:
    """Make a place for a file of customers that is to be imported, with a link to send it to."""
    return jobs.begin_upload(CUSTOMER_IMPORT, body, request)


@api.post("/admin/customers/import", action="customers.import", status=202, scope="customers:write")
def import_(request: Request, body: CustomerImport) -> Reply[jobs.JobView]:
    """Make customers of the rows of an uploaded file, as a job; its result tells of each row what became of it.

    The file is CSV in UTF-8 with the columns of the export; only `email` is needed, and empty cells change nothing.
    """
    return begin_import(body, request)


@api.get("/admin/customers/<customer_id>", scope="customers:read")
def get_customer(request: Request, customer_id: str) -> Reply[CustomerView]:
    """Show a customer. What they bought: `GET /admin/orders?customer_id=`."""
    return show_customer(customer_id, request)


@api.patch("/admin/customers/<customer_id>", action="customer.update", scope="customers:write")
def update_customer(request: Request, body: CustomerChange, customer_id: str) -> Reply[CustomerView]:
    """Change what staff know of a customer: the note, the tags, the groups."""
    return change_customer(customer_id, body, request)


@api.post("/admin/customers/<customer_id>/merge", action="customer.merge", status=202, scope="customers:erase")
def merge(request: Request, body: MergeFrom, customer_id: str) -> Reply[MergeView]:
    """Make one account of two that are one person's: all of the other's comes to this one, and it opens nothing more.

    It cannot be undone. Orders, carts and proofs of consents come within minutes; asked again, it tells how far it is.
    """
    return merge_customers(customer_id, body, request)


@api.get("/admin/customers/<customer_id>/consents", scope="customers:read")
def list_consents(request: Request, query: PageQuery, customer_id: str) -> Reply[Listed[ConsentRecordView]]:
    """List what the customer agreed to and took back, oldest first: the words that they saw, when, and where."""
    paging = Paging(request, query)
    fetch(store.customer(customer_id))
    found, page = store.consents_of(customer_id, paging.limit, paging.after)
    return Reply(Listed(data=[consent_record_view(each) for each in found], **paging.next(page)))


@api.get("/admin/customer_groups", scope="customers:read")
def list_groups(request: Request, query: PageQuery) -> Reply[Listed[GroupView]]:
    """List the groups, oldest first."""
    paging = Paging(request, query)
    found, page = store.groups(paging.limit, paging.after)
    return Reply(Listed(data=[group_view(each) for each in found], **paging.next(page)))


@api.post("/admin/customer_groups", action="customer_group.create", scope="customers:write", status=201)
def create_group(request: Request, body: GroupName) -> Reply[GroupView]:
    """Make a group. A customer is put into it by `PATCH /admin/customers/{customer_id}`."""
    return change_groups.create_group(body, request)


@api.patch("/admin/customer_groups/<group_id>", action="customer_group.update", scope="customers:write")
def rename_group(request: Request, body: GroupName, group_id: str) -> Reply[GroupView]:
    """Rename a group."""
    return change_groups.rename_group(group_id, body, request)


@api.delete("/admin/customer_groups/<group_id>", action="customer_group.delete", scope="customers:write")
def delete_group(request: Request, group_id: str) -> Reply[DeletedGroup]:
    """Remove a group. Who was in it stays as they are; the id means nothing any more."""
    return change_groups.delete_group(group_id, request)


handler = api.handler

"""Does the jobs of customers, step by step."""

from functions import jobs
from functions.customers.export_customers import CUSTOMER_EXPORT
from functions.customers.import_customers import CUSTOMER_IMPORT

handler = jobs.job_handler(CUSTOMER_EXPORT, CUSTOMER_IMPORT)

"""Does the jobs of customers, step by step."""

from functions import jobs
from functions.customers.export_customers import CUSTOMER_EXPORT

handler = jobs.job_handler(CUSTOMER_EXPORT)

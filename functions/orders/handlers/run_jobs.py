"""Does the jobs of orders, step by step."""

from functions import jobs
from functions.orders.bulk_orders import ORDER_CANCELING, ORDER_SHIPPING
from functions.orders.export_orders import ORDER_EXPORT

handler = jobs.job_handler(ORDER_EXPORT, ORDER_SHIPPING, ORDER_CANCELING)

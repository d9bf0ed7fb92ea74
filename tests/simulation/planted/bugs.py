"""The table of planted bugs. One more is five lines in the file of its theme."""

from tests.simulation.planted.audit import AUDIT
from tests.simulation.planted.companies import COMPANIES
from tests.simulation.planted.events import EVENTS
from tests.simulation.planted.helpdesk import HELPDESK
from tests.simulation.planted.jobs import JOBS
from tests.simulation.planted.money import MONEY
from tests.simulation.planted.people import PEOPLE
from tests.simulation.planted.products import PRODUCTS
from tests.simulation.planted.requests import REQUESTS
from tests.simulation.planted.rights import RIGHTS
from tests.simulation.planted.stock import STOCK

BUGS = (*MONEY, *STOCK, *REQUESTS, *EVENTS, *JOBS, *AUDIT, *PEOPLE, *RIGHTS, *COMPANIES, *HELPDESK, *PRODUCTS)
BY_NAME = {bug.name: bug for bug in BUGS}

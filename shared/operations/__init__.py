"""How a shop is looked after: its queues and dead letters, what runs by the clock, what is measured, what it costs.

The operators' command line and the domain `system` stand on it. Clients are handed in, since each has its own: the one
an operator's credentials, the other a Lambda's role.
"""

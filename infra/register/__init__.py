"""The register: every word that the code counts, which of them are alarms, and what somebody does then.

From it follow the alarms in the templates, the dashboard, the tables in the domains' READMEs and the runbooks in
`docs/operate/runbooks/`. A page a domain has its words; `everywhere.py` those that the shared ground counts in each
domain, `kinds.py` the alarms that every function, queue and stream has.
"""

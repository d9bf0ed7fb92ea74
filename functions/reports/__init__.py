"""Reports: what happened, counted. Hears events and answers its own routes; no other domain calls it."""

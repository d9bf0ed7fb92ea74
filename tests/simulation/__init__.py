"""The whole shop in one process under a virtual clock, with faults at every call; one seed decides everything."""

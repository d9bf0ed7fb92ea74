"""The helpdesk in which staff answer, where a stage has one: each ticket has a twin there, and both are kept alike."""

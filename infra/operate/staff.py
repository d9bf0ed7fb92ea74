"""Staff: the first owner, invited by the operator's Lambda; all others are invited by owners, in the shop."""

from typing import Annotated

from cyclopts import App, Parameter

from infra.operate.telling import HERE, At

app = App(name="staff", help="The people who work in the shop.")


@app.command
def invite_owner(
    email: Annotated[str, Parameter(help="Where the letter with the first password goes.")],
    *,
    name: Annotated[str, Parameter(help="What the person is called.")],
    at: At = HERE,
) -> None:
    """Invite an owner: the first one, or one after all others are lost. Asked again, it goes on where it failed.

    `storewright staff invite-owner olga@lindenhof.shop --name Olga --stage prod`
    """
    made = at.place().invoke("access-invite_owner", {"email": email, "name": name})
    at.tell(made, f"{made['id']} is an owner; a letter is on its way to {email}.")

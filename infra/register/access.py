"""What access counts."""

from infra.register.vocabulary import Alarm, Level, Runbook, Word

MANY_REFUSED = 50  # in five minutes; a system that kept a dead key tries now and then

WORDS = (
    Word(
        "KeysRefused",
        "requests of staff's or systems' that showed no key that counts",
        Alarm(
            level=Level.TICKET,
            at_least=MANY_REFUSED,
            says="Many requests with keys that do not count: somebody tries tokens, or a system kept a dead one.",
            runbook=Runbook(
                means="""
                    Nobody got in. Either somebody tries tokens, or a system goes on with a key that was revoked,
                    whose maker was, or whose time is over.
                """,
                look="""
                    - Why, and which key: `code` is `unknown`, `wrong_secret`, `revoked`, `expired` or `malformed`.
                    $ aws logs tail /aws/lambda/$SHOP-access-authorizer --since 30m --filter-pattern key_refused
                    - `revoked` and `expired` with one `key_id`: a system of yours. `malformed` and `unknown` with
                      many: somebody tries.
                """,
                mend="""
                    - A system of yours: make it a new key by `POST /admin/api_keys` and put it to use.
                    - `wrong_secret` with a living `key_id` means that somebody knows the key's id: make a new one,
                      put it to use, revoke the old.
                    - Somebody tries: a secret has 256 bits of chance, so it costs you requests only. Block the
                      address at the edge where it is many.
                    - The last key with `keys:write` is gone: make another one as at the first deployment.
                    $ aws lambda invoke --function-name $SHOP-access-issue_key --payload '{"name": "new", "scopes":
                        "all"}' --cli-binary-format raw-in-base64-out key.json
                """,
            ),
        ),
    ),
    Word("TokensRefused", "requests with an access token that does not count, the expired left out"),
)

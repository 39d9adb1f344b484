"""Stand-ins for personal data: put in before a prompt leaves, taken out when the answer returns.

How one request goes:

    vault, version = await vaults.open(conversation)                          vault.Vaults
    plan = plan_replacement(findings, decisions, vault, people,               replace
                            style=style, rng=rng, taken=taken)
    if plan.structural_hits: refuse
    body = dialect.write(request, plan.replaced, ...)
    check_leaks(leaves_read_again_from(body), plan)                           leaks
    version = await vaults.save(conversation, plan.vault, version)      (Conflict: plan again)
    make = restorer_factory(plan.placed)                                      restore
    restorer = make(json=False); restorer.feed(piece); restorer.flush()

    choose_style(tool, purpose, choices) -> SurrogateStyle                    style
    depends_on_letters(texts) -> bool                                         letters

Everything is pure but `vault.Vaults`, the one door to where vaults are kept. Nothing is imported
here, so that who needs a style does not get the vault.

What holds: surrogates are random and never derived from a value (34 CFR 99.31(b)(2)); value and
surrogate are each unique in a conversation; only surrogates placed in a request are restored in
its answer; the same history leaves as the same bytes in every turn, unless a value new to the
conversation stood in older text already, for then the safe thing wins.
"""

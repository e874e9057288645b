"""`peelcheck completion`: what a shell needs to complete commands, codes and names."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from peelcheck.model.errors import InputError

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options, codes of checks and names of signals.

    \b
    bash  eval "$(peelcheck completion bash)" in ~/.bashrc
    zsh   eval "$(peelcheck completion zsh)" in ~/.zshrc
    fish  peelcheck completion fish > ~/.config/fish/completions/peelcheck.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101
    root = click.get_current_context().find_root().command
    script = kind(root, {}, "peelcheck", "_PEELCHECK_COMPLETE")
    click.echo(script.source_template % script.source_vars())  # not source(), which starts bash to ask how old it is


def checks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of checks, for the last of several with commas."""
    from peelcheck.checks import REGISTRY

    before, comma, word = incomplete.rpartition(",")
    head = before + comma
    found = [CompletionItem(head + e.code, help=e.name) for e in REGISTRY if e.code.startswith(word.upper())]
    if word:
        found += [CompletionItem(head + e.name, help=e.code) for e in REGISTRY if e.name.startswith(word.lower())]
    return found


def explained(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever has a page: checks, settings after a dot, methods, signals, themes, cycles."""
    from peelcheck.checks import REGISTRY, entry

    code, dot, _ = incomplete.partition(".")
    if dot:
        known = entry(code)
        settings = [f"{code}.{name}" for name in getattr(known.load(), "SETTINGS", ())] if known else []
        return [CompletionItem(name) for name in settings if name.startswith(incomplete)]
    listed = [e.code for e in REGISTRY if e.code.startswith(incomplete.upper())]
    if incomplete and not incomplete.upper().startswith("PC"):
        listed += [name for name in _names(ctx) if name.startswith(incomplete)]
    return [CompletionItem(name) for name in listed]


def _names(ctx: click.Context) -> list[str]:
    from peelcheck.cli.cache import chosen
    from peelcheck.cli.explain import names
    from peelcheck.model.rulesdir import RulesDir

    rules = ctx.params.get("rules")
    try:
        return names(RulesDir(Path(rules) if rules else None, chosen()))
    except InputError:  # a shell that completes has no place to say so
        return []

"""`peelcheck cache`, and the option that leaves the cache out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peelcheck.cli.common import Failure

if TYPE_CHECKING:
    from peelcheck.model.cache import Cache
    from peelcheck.run import Tools

_LEFT_OUT = "peelcheck.no_cache"


def _leave_out(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.meta[_LEFT_OUT] = True


CACHE = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_leave_out,
    help="Read and check everything anew; see `peelcheck cache`.",
)


def chosen() -> Cache:
    """The cache that the command which runs may use."""
    from peelcheck.model.cache import NO_CACHE, default

    ctx = click.get_current_context(silent=True)
    return NO_CACHE if ctx is not None and ctx.meta.get(_LEFT_OUT) else default()


def tools_of(rules: Path | None) -> Tools:
    """The rules, with the cache that the command may use."""
    from peelcheck.run import Tools

    return Tools.of(rules, chosen())


@click.group("cache")
def cache_group() -> None:
    """What earlier runs made, kept so that a second run is quick.

    Keys are hashes of content: documents, rules, program. A change to any of them is seen, so clearing is never needed. The
    folder is $PEELCHECK_CACHE_DIR, or the one that the system has for such things; it holds the text of your documents.
    """


@cache_group.command()
def info() -> None:
    """Say where the cache is and how much it holds."""
    from peelcheck.model.cache import default

    cache = default()
    kept = cache.kept()
    click.echo(f"folder  {cache.folder or 'none: there is no home folder, and $PEELCHECK_CACHE_DIR is not set'}")
    click.echo(f"values  {kept.values}")
    click.echo(
        f"size    {kept.size / 1e6:.1f} MB of {cache.bound / 1e6:.0f} MB at most; what was not used for longest goes first"
    )


@cache_group.command()
def clear() -> None:
    """Remove what the cache holds, and nothing else in its folder."""
    from peelcheck.model.cache import default

    cache = default()
    gone = cache.clear()
    click.echo(f"removed {gone.values} values, {gone.size / 1e6:.1f} MB")
    if left := cache.kept().values:
        raise Failure(f"{left} values could not be removed from {cache.folder}. Check its permissions.", 2)

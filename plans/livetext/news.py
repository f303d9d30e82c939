"""Tell the rooms of this process, after the commit, that the log of a text has grown, or was replaced. Only numbers travel."""

from collections.abc import Callable, Mapping

Hook = Callable[[Mapping[int, int]], None]

_written: list[Hook] = []
_struck: list[Callable[[int], None]] = []


def on_written(hook: Hook) -> None:
    """Call this with {text: number of its newest update} after every commit that appended, in the thread of the commit."""
    if hook not in _written:
        _written.append(hook)


def written(newest: Mapping[int, int]) -> None:
    """Say that these texts have grown."""
    for hook in _written:
        hook(newest)


def on_struck(hook: Callable[[int], None]) -> None:
    """Call this with a text whose log was replaced by a strike, after its commit."""
    if hook not in _struck:
        _struck.append(hook)


def struck(text: int) -> None:
    """Say that the log of a text was replaced."""
    for hook in _struck:
        hook(text)

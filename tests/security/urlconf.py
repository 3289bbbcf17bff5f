"""Every pattern of the resolved URLconf, under a key that a person can read."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(
    resolver: URLResolver | None = None, route: str = "/", names: str = "", taken: tuple[str, ...] = ()
) -> Iterator[str]:
    """The key of each pattern in the order of resolution: `namespace:name(arguments)`, without a name the route.

    `taken` is what the routes before it take.
    """
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield key(pattern, route, names, taken)
        else:
            namespace = f"{names}{pattern.namespace}:" if pattern.namespace else names
            named = tuple(pattern.pattern.regex.groupindex)
            yield from patterns(pattern, f"{route}{pattern.pattern}", namespace, taken + named)


def key(pattern: URLPattern, route: str, names: str, taken: tuple[str, ...]) -> str:
    """The key of one pattern; groups without a name are counted."""
    if not pattern.name:
        return f"{route}{pattern.pattern}"
    return f"{names}{pattern.name}({','.join([*taken, *arguments(pattern)])})".removesuffix("()")


def arguments(pattern: URLPattern) -> list[str]:
    """The names of what a pattern takes, in order."""
    regex = pattern.pattern.regex
    named = sorted(regex.groupindex, key=regex.groupindex.__getitem__)
    return named or [str(number) for number in range(1, regex.groups + 1)]

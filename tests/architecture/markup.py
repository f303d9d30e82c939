"""Read a template as text; each contract gives the offences of one source. djlint does not look inside template tags, these do."""

import re

COMMENT = re.compile(r"{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
OPENS = re.compile(r"\s*({%\s*(extends|load|include)\b[^%]*%}\s*)*{%\s*comment\s*%}")
INCLUDE = re.compile(r"{%-?\s*include\s+(.*?)\s*-?%}", re.DOTALL)
INLINE = {
    "a script of its own": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"""[\s"']style\s*=""", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"""[\s"']on[a-z]+\s*=""", re.IGNORECASE),
    "an address that runs": re.compile(r"""=\s*["']?\s*(javascript|vbscript|data:text/html)""", re.IGNORECASE),
}
FOREIGN = re.compile(
    r"""<(?:link|script|img|iframe|source|video|audio|object|embed|use)\b[^>]*\b(?:src|href|srcset|data)\s*=\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off", re.IGNORECASE)


def without_comments(source: str) -> str:
    """Leave out what is said to the people who write templates."""
    return COMMENT.sub("", source)


def inline_code(source: str) -> list[str]:
    """Refuse scripts, styles and handlers inside a page: the content security policy would not run them."""
    words = without_comments(source)
    return [name for name, pattern in INLINE.items() if pattern.search(_shortened(words))]


def foreign_resources(source: str) -> list[str]:
    """Refuse what the browser would fetch from elsewhere; a link that a person follows is no such thing."""
    return FOREIGN.findall(without_comments(source))


def unescaped(source: str) -> list[str]:
    """Refuse whatever switches the escaping off."""
    return [found.group(0) for found in UNESCAPED.finditer(without_comments(source))]


def unnamed_inputs(source: str) -> list[str]:
    """Refuse a template that does not open with a comment (after what it extends and loads)."""
    return [] if OPENS.match(source) else ["opens without a comment that names its inputs"]


def open_includes(source: str) -> list[str]:
    """Refuse an include that hands over the whole context; Django's own widgets take theirs from it."""
    includes = INCLUDE.findall(without_comments(source))
    return [include for include in includes if not include.endswith(" only") and "django/forms/" not in include]


def _shortened(words: str) -> str:
    """Put an attribute's value for every template tag, since a tag may hold quotes and angle brackets of its own."""
    return TAG.sub("x", words)

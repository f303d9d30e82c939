"""The colours of a council: which can be read by everybody, and the stylesheet that puts them on.

The address of the stylesheet holds the colours themselves and a hash of the whole, so every process gives the same answer to it, whatever was saved since,
and a browser may keep it for ever. The colours of focus, errors and text are not the council's to choose.
"""

import hashlib
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LEAST = 4.5  # WCAG 2.2, 1.4.3
WHITE = "#ffffff"
# What words and links stand on: the page, its foot, panels, quiet boxes, and what is marked as new (static/src/scss).
GROUNDS = {
    WHITE: "white",
    "#f7f1e6": "the grey of the page",
    "#faf6ee": "the panels",
    "#eef2f1": "the quiet boxes",
    "#fdf3dc": "what is new",
}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_NAME = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})-[0-9a-f]{12}")


@dataclass(frozen=True)
class Colours:
    """A council's three colours, each as # and six figures."""

    brand: str
    action: str
    link: str


# The same three stand in static/src/scss, so that a service which keeps them needs no second stylesheet.
FIRST = Colours("#12403f", "#0f5f5a", "#0b5563")


def read_colour(text: str) -> str | None:
    """Read a colour as # and six figures; None for anything else, so that nothing but a colour ever reaches a stylesheet."""
    lowered = text.strip().lower()
    return lowered if _COLOUR.fullmatch(lowered) else None


def contrast(one: str, other: str) -> float:
    """Compare two colours as WCAG does: from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faults(colours: Colours) -> dict[str, str]:
    """Say of each colour what is wrong with it, in a sentence, with the nearest shade that would do; empty where all can be read."""
    return dict(_faults(colours))


def address(colours: Colours) -> str | None:
    """Give the name of the stylesheet; None where the first colours stand, or where some would not be readable."""
    return None if colours == FIRST or faults(colours) else f"{_stem(colours)}-{_hash(stylesheet(colours))}.css"


def from_address(name: str) -> str | None:
    """Give the stylesheet of this name; None for a name that this service would not have given."""
    found = _NAME.fullmatch(name.removesuffix(".css"))
    colours = Colours(*(f"#{figures}" for figures in found.groups())) if found else None
    return stylesheet(colours) if colours and address(colours) == name else None


def stylesheet(colours: Colours) -> str:
    """Write the variables of the stylesheet."""
    variables = {
        "--portal-mast": colours.brand,
        "--govuk-brand-colour": colours.brand,
        "--portal-button": colours.action,
        "--portal-button-hover": _darker(colours.action, 0.22),
        "--portal-button-shadow": _darker(colours.action, 0.5),
        "--govuk-link-colour": colours.link,
        "--govuk-link-hover-colour": _darker(colours.link, 0.4),
    }
    return f":root{{{';'.join(f'{name}:{colour}' for name, colour in variables.items())}}}\n"


def _faults(colours: Colours) -> Iterator[tuple[str, str]]:
    for name, colour, is_ground in (("brand", colours.brand, True), ("action", colours.action, True), ("link", colours.link, False)):
        if read_colour(colour) != colour:
            yield name, _("Write the colour as # and six figures from 0 to 9 and a to f, for example %(first)s.") % {"first": FIRST.brand}
        elif is_ground and contrast(colour, WHITE) < LEAST:
            said = _(
                "White words on %(colour)s have a contrast of %(ratio)s to 1. At least 4.5 to 1 is needed so that everybody can read them."
            )
            yield name, f"{said % _said(colour, WHITE)} {_instead(colour, lambda shade: contrast(shade, WHITE) >= LEAST)}"
        elif not is_ground and _least(colour) < LEAST:
            ground = min(GROUNDS, key=lambda one: contrast(colour, one))
            said = _(
                "Links in %(colour)s on %(ground)s have a contrast of %(ratio)s to 1. At least 4.5 to 1 is needed so that everybody can read them."
            )
            yield name, f"{said % _said(colour, ground)} {_instead(colour, lambda shade: _least(shade) >= LEAST)}"


def _said(colour: str, ground: str) -> dict[str, str]:
    rounded_down = math.floor(contrast(colour, ground) * 100) / 100
    return {"colour": colour, "ground": GROUNDS[ground], "ratio": f"{rounded_down:.2f}"}


def _instead(colour: str, passes: Callable[[str], bool]) -> str:
    """Walk towards black, where the hue stays, to the first shade that can be read."""
    shade = next(darker for step in range(1, 257) if passes(darker := _darker(colour, step / 256)))
    return _("The nearest shade that can be read is %(shade)s.") % {"shade": shade}


def _least(colour: str) -> float:
    return min(contrast(colour, ground) for ground in GROUNDS)


def _darker(colour: str, by: float) -> str:
    return "#" + "".join(f"{round(part * (1 - by)):02x}" for part in _parts(colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _stem(colours: Colours) -> str:
    return "-".join(colour.removeprefix("#") for colour in (colours.brand, colours.action, colours.link))


def _hash(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]

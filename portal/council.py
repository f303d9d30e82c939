"""What every page shows of the council, and the help beside a section: kept in the process, since both hardly ever change."""

from dataclasses import dataclass
from typing import Any

from wagtail.rich_text import RichText

from plans.statute.window import MINIMUM_DAYS
from portal import theme
from portal.kept import Kept
from portal.models import CouncilSettings, GuidancePage, SectionHelp

GUIDANCE = "/guidance/"


@dataclass(frozen=True)
class Council:
    """Whom to ask, where to read on, where "Exit this page" goes, and the colours. `theme_url` is empty where the first colours stand."""

    name: str = "Your council"
    email: str = ""
    phone: str = ""
    sendiass_name: str = ""
    sendiass_phone: str = ""
    sendiass_url: str = ""
    exit_url: str = "https://www.bbc.co.uk/weather"
    answer_days: int = MINIMUM_DAYS
    guidance_url: str = GUIDANCE
    words_url: str = f"{GUIDANCE}words/"
    theme_url: str = ""
    theme_colour: str = theme.FIRST.brand


@dataclass(frozen=True)
class HelpBeside:
    """The help beside one section; `what` and `good` are safe HTML."""

    what: str
    good: str


def council() -> Council:
    """Give the council's settings as the pages show them."""
    return _council.get()


def help_beside(code: str) -> HelpBeside | None:
    """Give the help beside the section of this letter; None where the council has written none."""
    return _help.get().get(code.upper())


def _read_council() -> Council:
    found = CouncilSettings.objects.filter(site__is_default_site=True).first() or CouncilSettings()
    name = theme.address(found.colours)
    guidance, words = _where_guidance_stands()
    return Council(
        name=found.name,
        email=found.email,
        phone=found.phone,
        sendiass_name=found.sendiass_name,
        sendiass_phone=found.sendiass_phone,
        sendiass_url=found.sendiass_url,
        exit_url=found.exit_url,
        answer_days=max(found.answer_days, MINIMUM_DAYS),
        guidance_url=guidance,
        words_url=words,
        theme_url=f"/theme/{name}" if name else "",
        theme_colour=found.colours.brand if not theme.faults(found.colours) else theme.FIRST.brand,
    )


def _where_guidance_stands() -> tuple[str, str]:
    """Find the guidance and its page of words, which the council may move, rename or take out."""
    top = GuidancePage.objects.live().order_by("depth", "path").first()
    words = GuidancePage.objects.live().filter(slug="words").first()
    guidance = (top.url if top else None) or "/"
    return guidance, (words.url if words else None) or guidance


def _read_help() -> dict[str, HelpBeside]:
    return {
        one.code: HelpBeside(RichText(one.what).__html__(), RichText(one.good).__html__() if one.good else "")
        for one in SectionHelp.objects.all()
    }


_council = Kept(_read_council, Council())
_help: Kept[dict[str, HelpBeside]] = Kept(_read_help, {})

# All that a process keeps of the council.
KEPT: tuple[Kept[Any], ...] = (_council, _help)

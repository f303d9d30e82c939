"""What a council says of itself, and the help beside each section: changed in Wagtail's admin, without a developer."""

from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from permissions.vocabulary import SECTION_NAMES
from plans.statute.window import MINIMUM_DAYS
from portal import kept, theme
from portal.models.pages import RICH

MOST_ANSWER_DAYS = 90

ABOUT_COLOURS = (
    "Write each colour as # and six figures, for example #12403f. Words in it or on it must be easy to read for everybody, so a colour that is too light "
    "is not saved, and you are told the nearest shade that would do. The yellow that shows where the keyboard is, and the red of mistakes, stay as they are."
)


@register_setting(icon="cog")
class CouncilSettings(BaseSiteSetting):
    """The council's name, whom to ask, where "Exit this page" goes, and the colours of the service."""

    name = models.CharField("Name of the council", max_length=120, default="Your council")
    email = models.EmailField("E-mail of the EHC team", blank=True)
    phone = models.CharField("Phone number of the EHC team", max_length=40, blank=True)
    sendiass_name = models.CharField("Name of the independent advice service (SENDIASS)", max_length=120, blank=True)
    sendiass_phone = models.CharField("Phone number of SENDIASS", max_length=40, blank=True)
    sendiass_url = models.URLField("Web address of SENDIASS", blank=True)
    exit_url = models.URLField("Where “Exit this page” goes", default="https://www.bbc.co.uk/weather")
    answer_days = models.PositiveSmallIntegerField(
        "Days in which a family answers a draft",
        default=MINIMUM_DAYS,
        validators=[MinValueValidator(MINIMUM_DAYS), MaxValueValidator(MOST_ANSWER_DAYS)],
    )
    brand_colour = models.CharField("Colour of the header and of headings", max_length=7, default=theme.FIRST.brand)
    action_colour = models.CharField("Colour of buttons", max_length=7, default=theme.FIRST.action)
    link_colour = models.CharField("Colour of links", max_length=7, default=theme.FIRST.link)

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone")],
            heading="The council",
            help_text="Stands in the header and at the foot of every page.",
        ),
        MultiFieldPanel(
            [FieldPanel("sendiass_name"), FieldPanel("sendiass_phone"), FieldPanel("sendiass_url")], heading="Independent help"
        ),
        FieldPanel(
            "exit_url",
            help_text="An everyday page that tells nothing to somebody who looks over a shoulder, such as the weather. It begins with https://.",
        ),
        FieldPanel(
            "answer_days",
            help_text="At least 15, weekends and holidays counted; the day on which the draft is served is the first. The law gives 15 days; a council may "
            "give more. It holds for drafts that are sent from now on.",
        ),
        MultiFieldPanel(
            [FieldPanel("brand_colour"), FieldPanel("action_colour"), FieldPanel("link_colour")], heading="Colours", help_text=ABOUT_COLOURS
        ),
    ]

    class Meta:
        verbose_name = "Council and colours"

    @property
    def colours(self) -> theme.Colours:
        """Give the three colours as they are compared and written."""
        return theme.Colours(*((theme.read_colour(one) or one) for one in (self.brand_colour, self.action_colour, self.link_colour)))

    def clean(self) -> None:
        """Refuse colours that not everybody can read, and ways out that lead back in or tell on somebody."""
        super().clean()
        self.brand_colour, self.action_colour, self.link_colour = (self.colours.brand, self.colours.action, self.colours.link)
        wrong = {f"{name}_colour": sentence for name, sentence in theme.faults(self.colours).items()}
        wrong |= {name: said for name in ("exit_url", "sendiass_url") if (said := _what_is_wrong_with(getattr(self, name)))}
        if _is_own_host(self.exit_url):
            wrong["exit_url"] = _("Choose a page of another site: whoever leaves quickly must not land in this service.")
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every page of this process show it from now on."""
        super().save(*args, **kwargs)
        kept.forget_all()


class SectionHelp(models.Model):
    """The help that stands beside one section, in plain English."""

    code = models.CharField(
        "Section", max_length=2, unique=True, choices=[(code.value, f"{name} (Section {code})") for code, name in SECTION_NAMES.items()]
    )
    what = RichTextField("What this section is", features=RICH)
    good = RichTextField("What a good one says", features=RICH, blank=True)
    panels: ClassVar = [FieldPanel("code", read_only=True), FieldPanel("what"), FieldPanel("good")]

    class Meta:
        ordering = ["code"]
        verbose_name = "help beside a section"
        verbose_name_plural = "help beside the sections"

    def __str__(self) -> str:
        return self.get_code_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the section's pages of this process show it from now on."""
        super().save(*args, **kwargs)
        kept.forget_all()


def _what_is_wrong_with(url: str) -> str:
    parts = _parts(url)
    if url and (parts is None or parts.scheme != "https" or not parts.hostname or parts.username is not None):
        return _("Write an address that begins with https://.")
    return ""


def _is_own_host(url: str) -> bool:
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".") if parts else ""
    own = {urlsplit(settings.ORIGIN).hostname or "", *(name.strip("[]") for name in settings.ALLOWED_HOSTS)}
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in own)


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None

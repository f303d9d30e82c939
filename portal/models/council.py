"""What a council says of itself, and the help beside each section: changed in Wagtail's admin, without a developer."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.snippets.models import register_snippet

from permissions.vocabulary import SECTION_NAMES
from portal.models.pages import RICH


@register_setting
class CouncilSettings(BaseSiteSetting):
    """The council's name, whom to ask, where "Exit this page" goes, and the colours of the service."""

    name = models.CharField("Name of the council", max_length=120, default="Your council")
    email = models.EmailField("E-mail of the EHC team", blank=True)
    phone = models.CharField("Phone number of the EHC team", max_length=40, blank=True)
    sendiass_name = models.CharField("Name of the independent advice service (SENDIASS)", max_length=120, blank=True)
    sendiass_phone = models.CharField("Phone number of SENDIASS", max_length=40, blank=True)
    sendiass_url = models.URLField("Web address of SENDIASS", blank=True)
    exit_url = models.URLField("Where “Exit this page” goes", default="https://www.bbc.co.uk/weather")
    brand_colour = models.CharField("Colour of the header and of headings", max_length=7, default="#12403f")
    action_colour = models.CharField("Colour of buttons", max_length=7, default="#0f6b3d")
    link_colour = models.CharField("Colour of links", max_length=7, default="#1a5a96")

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("email"), FieldPanel("phone")], heading="The council"),
        MultiFieldPanel(
            [FieldPanel("sendiass_name"), FieldPanel("sendiass_phone"), FieldPanel("sendiass_url")], heading="Independent help"
        ),
        FieldPanel("exit_url"),
        MultiFieldPanel([FieldPanel("brand_colour"), FieldPanel("action_colour"), FieldPanel("link_colour")], heading="Colours"),
    ]

    class Meta:
        verbose_name = "Council and colours"


@register_snippet
class SectionHelp(models.Model):
    """The help that stands beside one section, in plain English."""

    code = models.CharField(
        "Section", max_length=2, unique=True, choices=[(code.value, f"{name} (Section {code})") for code, name in SECTION_NAMES.items()]
    )
    what = RichTextField("What this section is", features=RICH)
    good = RichTextField("What a good one says", features=RICH, blank=True)
    panels: ClassVar = [FieldPanel("code"), FieldPanel("what"), FieldPanel("good")]

    class Meta:
        ordering = ["code"]
        verbose_name = "help beside a section"
        verbose_name_plural = "help beside the sections"

    def __str__(self) -> str:
        return self.get_code_display()

"""The words of the letters about decisions: changed in Wagtail's admin, without a developer. Which parts a letter must have is in `plans.statute.notices`."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel

from plans.statute.notices import BLOCK_NAMES, NOTICE_NAMES, PLACEHOLDERS, what_is_wrong

EVERY = "every"
IN_PLACE_OF_NAMES = (
    "<p>Write a name of this list between { and }, and the letter has what stands beside it:</p><ul>"
    + "".join(f"<li>{{{name}}}: {what}</li>" for name, what in PLACEHOLDERS.items())
    + "</ul><p>An empty line begins a new paragraph. Lines that begin with “- ” make a list. "
    "If this part is left empty and the law asks for it, the letter can’t be sent.</p>"
)


class NoticeText(models.Model):
    """The words of one part of one letter, or of that part in every letter that has no words of its own for it."""

    notice = models.CharField(
        "Letter", max_length=14, choices=[(EVERY, "Every letter"), *((one.value, name) for one, name in NOTICE_NAMES.items())]
    )
    block = models.CharField("Part", max_length=16, choices=[(one.value, name) for one, name in BLOCK_NAMES.items()])
    words = models.TextField("Words", max_length=6000, blank=True)
    panels: ClassVar = [
        FieldPanel("notice", read_only=True),
        FieldPanel("block", read_only=True),
        FieldPanel("words"),
        HelpPanel(content=IN_PLACE_OF_NAMES, heading="What you can put in"),
    ]

    class Meta:
        ordering = ["notice", "pk"]
        verbose_name = "words of a letter"
        verbose_name_plural = "words of letters"
        constraints = [models.UniqueConstraint(fields=["notice", "block"], name="words_once_a_part")]

    def __str__(self) -> str:
        return f"{self.get_notice_display()}: {self.get_block_display()}"

    def clean(self) -> None:
        """Refuse a name in braces for which there is nothing to put in."""
        super().clean()
        wrong = what_is_wrong(self.words)
        if wrong:
            raise ValidationError({"words": wrong})

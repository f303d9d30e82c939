"""What is asked before a passage is struck."""

from django import forms

from plans.forms.fields import Words
from plans.striking.door import LONGEST_PASSAGE, LONGEST_REASON, MOST_SPELLINGS


class StrikeForm(forms.Form):
    """The passage, each of its parts or spellings on a line, and why it must not be known."""

    passage = Words(
        label="The words that must not be known",
        limit=MOST_SPELLINGS * (LONGEST_PASSAGE + 1),
        rows=3,
        hint="Type or paste them as they stand in the plan. Put another spelling, or another part of an address, on a line of its own. "
        "Capital letters, blanks, line breaks, dashes and apostrophes may differ.",
        need="Type the words that must not be known.",
    )
    reason = Words(
        label="Why they must not be known",
        limit=LONGEST_REASON,
        rows=3,
        hint="The second person reads this, and it is kept. Write it without the words themselves.",
        need="Say why, in a few words. The reason is kept.",
    )
    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

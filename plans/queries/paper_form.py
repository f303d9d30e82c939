"""Read what stands on the form with which a draft is answered on paper: its sections, named in words, and what is in each."""

from dataclasses import dataclass

from permissions.vocabulary import Code
from plans.queries.answer_pages import seen_sections
from plans.queries.answering import Answering
from plans.queries.version_items import title_and_rest
from plans.saying import long_date
from plans.statute.sections import PLAIN_NAMES


@dataclass(frozen=True)
class PaperSection:
    """One section: its letter and name, and the titles of what stands in it."""

    code: Code
    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """The form of one person. Neither the child's name nor that of anybody else stands on it: it goes by post."""

    reference: str
    last_day: str
    sections: tuple[PaperSection, ...]


def read_paper_form(answering: Answering, *, has_titles: bool = True) -> PaperForm:
    """Read the form of whoever was served, by what they may read themselves; without what is in the sections where somebody else prints it. Two queries."""
    seen = seen_sections(answering, answering.codes)
    sections = tuple(
        PaperSection(
            code, PLAIN_NAMES[code], tuple(title_and_rest(item.record)[0] for item in seen[code].items if has_titles and item.shows_words)
        )
        for code in answering.codes
        if code in seen
    )
    reference = answering.access.circle.circle.shown_reference
    return PaperForm(reference=reference, last_day=long_date(answering.window.last_day), sections=sections)

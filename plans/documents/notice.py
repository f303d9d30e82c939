"""Make the PDF of a letter about a decision, for one adult: tagged (PDF/UA-1), its name and metadata without anything personal."""

from django.template.loader import render_to_string

from plans.documents.pdf import tagged_pdf
from plans.queries.notice_letters import NoticeLetter


def notice_pdf(letter: NoticeLetter) -> bytes:
    """Render a letter. Nothing is fetched from anywhere."""
    words = render_to_string("plans/pdf/notice.html", {"letter": letter, "title": f"Letter. {letter.about}"})
    return tagged_pdf(words, render_to_string("plans/pdf/letter.css") + render_to_string("plans/pdf/notice.css"))

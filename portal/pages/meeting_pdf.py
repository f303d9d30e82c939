"""Make the PDF of a paper for a meeting: tagged (PDF/UA-1), its name and metadata without anything personal."""

from django.template.loader import render_to_string

from plans.documents.pdf import tagged_pdf
from portal.pages.meeting import MeetingPaper


def meeting_pdf(paper: MeetingPaper) -> bytes:
    """Render a paper. Nothing is fetched from anywhere."""
    look = render_to_string("plans/pdf/version.css") + render_to_string("meeting/pdf.css")
    return tagged_pdf(render_to_string("meeting/pdf.html", {"paper": paper}), look)

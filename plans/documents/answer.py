"""Make the PDFs of an answer: what somebody said, and the form to answer with a pen. Both are tagged, and neither name says anything personal."""

from datetime import date

from django.template.loader import render_to_string

from plans.access import PlanAccess
from plans.documents.pdf import tagged_pdf
from plans.queries.answer_pages import StartPage
from plans.queries.paper_form import PaperForm
from plans.saying import long_date


def answer_pdf(page: StartPage, *, today: date) -> bytes:
    """Render an answer as it stands today."""
    title = f"{page.head.reference}, answer to the draft"
    words = render_to_string("answering/pdf/mine.html", {"page": page, "title": title, "made_on": long_date(today)})
    return tagged_pdf(words, render_to_string("answering/pdf/mine.css"))


def paper_form_pdf(form: PaperForm) -> bytes:
    """Render the form, in large type, with boxes to tick and lines to write on."""
    words = render_to_string("answering/pdf/form.html", {"form": form, "title": f"{form.reference}, form to answer the draft"})
    return tagged_pdf(words, render_to_string("answering/pdf/form.css"))


def answer_file_name(access: PlanAccess, what: str) -> str:
    """Name the file by the reference only: 0000-0SAM-my-answer.pdf."""
    return f"{access.circle.circle.shown_reference}-{what}.pdf"

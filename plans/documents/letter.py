"""Make the PDF of a letter to one adult: tagged (PDF/UA-1), its name and metadata without anything personal."""

from django.template.loader import render_to_string

from plans.documents.pdf import tagged_pdf
from plans.queries.letters import Letter


def letter_pdf(letter: Letter) -> bytes:
    """Render a letter. Nothing is fetched from anywhere."""
    words = render_to_string("plans/pdf/letter.html", {"letter": letter, "title": f"Letter. {letter.about}"})
    return tagged_pdf(words, render_to_string("plans/pdf/letter.css"))


def letter_file_name(reference: str) -> str:
    """Name the file by the reference only: 0000-0SAM-letter.pdf."""
    return f"{reference}-letter.pdf"

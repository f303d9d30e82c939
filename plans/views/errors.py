"""Put what an action found wrong beside the fields of its form."""

from django import forms

from permissions.refusals import Invalid


def add_errors(form: forms.Form, refused: Invalid) -> None:
    """Add each sentence to its field; what belongs to no field stands above."""
    for name, sentence in refused.errors.items():
        form.add_error(name if name in form.fields else None, sentence)

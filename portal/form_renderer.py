"""Render form fields with the components of the house."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Lay out every field as `templates/components/form/field.html` does."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"

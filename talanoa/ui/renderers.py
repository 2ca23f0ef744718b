"""How a form becomes a page: label, hint, error and field, wired for those who listen."""

from typing import Any

from django.forms import BoundField, Textarea, Widget
from django.forms.renderers import TemplatesSetting


class TalanoaBoundField(BoundField):
    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """Add to Django's attributes what keeps a long answer whole.

        A browser cuts what is pasted beyond ``maxlength`` without a word. A long text
        therefore carries its limit as ``data-most``: the page counts, the server refuses,
        and nothing is lost.
        """
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if self.most:
            built |= {"maxlength": False, "data-most": self.most}
        return built

    @property
    def most(self) -> int | None:
        """The number of characters a long text may have; the page counts towards it."""
        if not isinstance(self.field.widget, Textarea):
            return None
        return getattr(self.field, "max_length", None)

    @property
    def is_single_box(self) -> bool:
        """One checkbox stands before its label, not below it."""
        return getattr(self.field.widget, "input_type", "") == "checkbox" and not self.use_fieldset

    @property
    def error_id(self) -> str:
        """Where the summary's link leads: the field itself, or the group it stands in."""
        return self.id_for_label or self.auto_id


class TalanoaRenderer(TemplatesSetting):
    """Draws from the project's templates, where ``ui`` stands before ``django.forms``."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = TalanoaBoundField

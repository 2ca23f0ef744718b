from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.library import queries
from talanoa.ui.languages import language_name


class SearchForm(forms.Form):
    """What a reader looks for. Everything may be left out; what is unknown is an error."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("All themes")),
            *(
                (theme.code, f"{theme.name} ({theme.resource_count})")  # type: ignore[attr-defined]
                for theme in queries.shelves()
            ),
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("All languages")),
            *((code, language_name(code)) for code in queries.languages()),
        ]

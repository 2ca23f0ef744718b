"""What the forms of all acts have in common."""

from typing import Any

from django import forms


class ActForm(forms.Form):
    """An act without fields; others add theirs. The client's id makes a second press harmless."""

    use_required_attribute = False

    client_id = forms.RegexField(r"^[A-Za-z0-9_-]{1,64}$", required=False, widget=forms.HiddenInput)

    def fields_of_act(self) -> dict[str, Any]:
        """The act's fields as the service takes them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "client_id" and value is not None
        }

"""Adding a passkey: django-allauth's page, with passkeys that always sign in by themselves."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


class AddPasskeyView(views.AddWebAuthnView):  # type: ignore[misc] # untyped library
    template_name = "mfa/webauthn/add_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = super(views.AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        return page | {"js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        """Recovery codes come with the authenticator app: a passkey asks for no second step."""
        raise_if_reauthentication_required(self.request, app="allauth.mfa")
        flows.signup_authenticator(
            self.request,
            user=self.request.user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        get_adapter().send_notification_mail("mfa/email/webauthn_added", self.request.user)
        return HttpResponseRedirect(reverse("mfa_list_webauthn"))

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page

"""Addresses of signing in and of the account.

Those that django-allauth asks for by name keep its names and stand in no namespace.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path, re_path

from talanoa.people import key_views, sign_in_views, talk_views, views
from talanoa.people.doors import account_required as mine

own = [
    path("sign-in/sent/", sign_in_views.sent, name="sent"),
    path("sign-in/link/<str:secret>/", sign_in_views.link, name="link"),
    path("sign-in/password/", sign_in_views.PasswordView.as_view(), name="password"),
    path("welcome/", views.welcome, name="welcome"),
    path("language-and-time/", views.language_and_time, name="language_and_time"),
    path("account/", views.profile, name="profile"),
    path("account/address/", views.new_address, name="new_address"),
    path("account/address/<str:secret>/", views.confirm_address, name="confirm_address"),
    path("account/my-data.json", views.export, name="export"),
    path("account/talk/", talk_views.talk, name="talk"),
    path("account/erase/", views.erase, name="erase"),
    path("account/erased/", views.erased, name="erased"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "people"))),
    path("language/", views.set_language, name="set_language"),
    # Signing in and out
    path("sign-in/", sign_in_views.sign_in, name="account_login"),
    path("sign-up/", sign_in_views.sign_up, name="account_signup"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Once more, before something that matters
    path("sign-in/again/", mine(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/code/", mine(second_step.reauthenticate), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        mine(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    # How I sign in
    path("account/security/", mine(second_step.index), name="mfa_index"),
    path("account/password/", mine(account.password_change), name="account_change_password"),
    path("account/password/new/", mine(account.password_set), name="account_set_password"),
    path("account/passkeys/", mine(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path(
        "account/passkeys/add/", mine(key_views.AddPasskeyView.as_view()), name="mfa_add_webauthn"
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        mine(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("account/passkeys/<int:pk>/name/", mine(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/app/", mine(app.activate_totp), name="mfa_activate_totp"),
    path("account/app/remove/", mine(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/recovery-codes/",
        mine(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        mine(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes.txt",
        mine(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

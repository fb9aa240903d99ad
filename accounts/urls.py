from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, re_path

from accounts.views import departments, own, people, saved_views, tokens
from accounts.views import sign_in as door

# Of the sign-in library only what is used here: nobody signs up, and addresses are changed by administrators.
_sign_in: list[URLPattern] = [
    path("accounts/login/", door.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", sign_in.logout, name="account_logout"),
    path("accounts/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", sign_in.password_change, name="account_change_password"),
    path("accounts/password/set/", sign_in.password_set, name="account_set_password"),
    path("accounts/password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/2fa/", second_factor.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns: list[URLPattern] = [
    *_sign_in,
    path("settings/mine/", own.my_settings, name="my_settings"),
    path("settings/people/", people.person_list, name="person_list"),
    path("settings/people/new/", people.person_create, name="person_create"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/change/", people.person_change, name="person_change"),
    path("settings/people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("settings/people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("settings/people/<int:pk>/roles/", people.role_add, name="role_add"),
    path("settings/roles/<int:pk>/revoke/", people.role_revoke, name="role_revoke"),
    path("settings/roles/", departments.role_table, name="role_table"),
    path("settings/departments/", departments.department_list, name="department_list"),
    path("settings/departments/new/", departments.department_create, name="department_create"),
    path("settings/departments/<int:pk>/", departments.department_change, name="department_change"),
    path(
        "settings/departments/<int:pk>/deactivate/",
        departments.department_deactivate,
        name="department_deactivate",
    ),
    path(
        "settings/departments/<int:pk>/reactivate/",
        departments.department_reactivate,
        name="department_reactivate",
    ),
    path("settings/views/", saved_views.view_list, name="views"),
    path("settings/views/new/", saved_views.view_create, name="view_create"),
    path("settings/views/first/", saved_views.view_first, name="view_first"),
    path("settings/views/<int:pk>/", saved_views.view_change, name="view_change"),
    path("settings/views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
    path("settings/tokens/", tokens.token_list, name="tokens"),
    path("settings/tokens/new/", tokens.token_create, name="token_create"),
    path("settings/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]

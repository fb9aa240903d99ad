from django.urls import URLPattern, path

from accounts.views import tokens

urlpatterns: list[URLPattern] = [
    path("settings/tokens/", tokens.token_list, name="tokens"),
    path("settings/tokens/new/", tokens.token_create, name="token_create"),
    path("settings/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]

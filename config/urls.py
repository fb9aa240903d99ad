"""Every address of the product."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # no door of its own

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("vendors.urls")),
    path("", include("contracts_app.urls")),
    path("", include("slas.urls")),
    path("", include("spend.urls")),
    path("", include("renewals.urls")),
    path("", include("compliance.urls")),
]

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.forbidden"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"

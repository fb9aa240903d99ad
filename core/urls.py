from django.urls import URLPattern, path

from core.views import (
    downloads,
    files,
    frame,
    health,
    home,
    jobs,
    mailbox,
    operations,
    options,
    outlook,
    search,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("help/", frame.show_help, name="help"),
    path("settings/", frame.settings_index, name="settings"),
    path("operations/outlook/", outlook.outlook, name="outlook"),
    path("options/<slug:kind>/", options.options, name="options"),
    path("theme/", frame.theme, name="theme"),
    path("healthz", health.healthz, name="healthz"),
    path("operations/", operations.operations, name="operations"),
    path("operations/release/", operations.release, name="operations_release"),
    path("mailbox/", mailbox.mailbox_list, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.mailbox_message, name="mailbox_message"),
    path("mailbox/<slug:name>/html/", mailbox.mailbox_html, name="mailbox_html"),
    path("mailbox/<slug:name>/files/<int:number>/", mailbox.mailbox_attachment, name="mailbox_attachment"),
    path("jobs/<int:pk>/", jobs.show_job, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("files/<int:pk>/", files.download, name="file_download"),
    path("downloads/ready/", downloads.download_ready, name="download_ready"),
]

from django.urls import URLPattern, path

from core.views import files, frame, home, jobs, search

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("help/", frame.show_help, name="help"),
    path("settings/", frame.settings_index, name="settings"),
    path("theme/", frame.theme, name="theme"),
    path("jobs/<int:pk>/", jobs.show_job, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("files/<int:pk>/", files.download, name="file_download"),
]

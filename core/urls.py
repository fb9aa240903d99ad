from django.urls import URLPattern, path

from core.views import frame, home, search

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("help/", frame.show_help, name="help"),
    path("settings/", frame.settings_index, name="settings"),
    path("theme/", frame.theme, name="theme"),
]

from django.urls import URLPattern, path

from spend.views import indexes, uplift

urlpatterns: list[URLPattern] = [
    path("contracts/<int:pk>/uplift/", uplift.uplift_edit, name="uplift_edit"),
    path("contracts/<int:pk>/uplift/remove/", uplift.uplift_remove, name="uplift_remove"),
    path("settings/indexes/", indexes.index_list, name="index_list"),
    path("settings/indexes/import/", indexes.index_import, name="index_import"),
    path("settings/indexes/<int:pk>/", indexes.index_series, name="index_series"),
    path("settings/indexes/files/<int:pk>/", indexes.index_preview, name="index_preview"),
]

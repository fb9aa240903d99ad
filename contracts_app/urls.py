from django.urls import URLPattern, path

from contracts_app.views import editing, imports, listing, page, selection, steps, vendor_panel

urlpatterns: list[URLPattern] = [
    path("contracts/", listing.contract_list, name="contract_list"),
    path("contracts/new/", editing.contract_create, name="contract_create"),
    path("contracts/selection/csv/", selection.contract_selection_csv, name="contract_selection_csv"),
    path("contracts/selection/<slug:verb>/", selection.contract_selection, name="contract_selection"),
    path("contracts/<int:pk>/", page.contract_overview, name="contract"),
    path("contracts/<int:pk>/terms/", page.contract_terms, name="contract_terms"),
    path("contracts/<int:pk>/parties/", page.contract_parties, name="contract_parties"),
    path("contracts/<int:pk>/activity/", page.contract_activity, name="contract_activity"),
    path("contracts/<int:pk>/change/", editing.contract_change, name="contract_change"),
    path("contracts/<int:pk>/move/<slug:verb>/", steps.contract_move, name="contract_move"),
    path("contracts/<int:pk>/tags/", steps.contract_tags, name="contract_tags"),
    path("contracts/<int:pk>/hand-over/", steps.contract_hand_over, name="contract_hand_over"),
    path("contracts/<int:pk>/people/new/", steps.contract_name_person, name="contract_name_person"),
    path(
        "contracts/<int:pk>/people/<int:link_pk>/remove/",
        steps.contract_unname_person,
        name="contract_unname_person",
    ),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("vendors/<int:pk>/contracts/", vendor_panel.vendor_contracts, name="vendor_contracts"),
]

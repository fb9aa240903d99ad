from django.urls import URLPattern, path

from vendors.views import contacts, entities, listing, page, vendors

urlpatterns: list[URLPattern] = [
    path("vendors/", listing.vendor_list, name="vendor_list"),
    path("vendors/new/", vendors.vendor_create, name="vendor_create"),
    path("vendors/<int:pk>/", page.vendor_overview, name="vendor"),
    path("vendors/<int:pk>/activity/", page.vendor_activity, name="vendor_activity"),
    path("vendors/<int:pk>/change/", vendors.vendor_change, name="vendor_change"),
    path("vendors/<int:pk>/deactivate/", vendors.vendor_deactivate, name="vendor_deactivate"),
    path("vendors/<int:pk>/reactivate/", vendors.vendor_reactivate, name="vendor_reactivate"),
    path("vendors/<int:pk>/contacts/new/", contacts.contact_add, name="contact_add"),
    path("vendors/contacts/<int:pk>/", contacts.contact_change, name="contact_change"),
    path("vendors/contacts/<int:pk>/remove/", contacts.contact_remove, name="contact_remove"),
    path("settings/entities/", entities.entity_list, name="entity_list"),
    path("settings/entities/new/", entities.entity_create, name="entity_create"),
    path("settings/entities/<int:pk>/", entities.entity_change, name="entity_change"),
    path("settings/entities/<int:pk>/deactivate/", entities.entity_deactivate, name="entity_deactivate"),
    path("settings/entities/<int:pk>/reactivate/", entities.entity_reactivate, name="entity_reactivate"),
]

from django.urls import URLPattern, path

from renewals.views import contract, deadlines

urlpatterns: list[URLPattern] = [
    path("renewals/", deadlines.deadline_list, name="renewals"),
    path("contracts/<int:pk>/deadline/", contract.contract_deadline, name="contract_deadline"),
]

from django.urls import URLPattern, path

from renewals.views import contract, deadlines, policies, what_if

urlpatterns: list[URLPattern] = [
    path("renewals/", deadlines.deadline_list, name="renewals"),
    path("renewals/what-if/", what_if.what_if, name="what_if"),
    path("contracts/<int:pk>/deadline/", contract.contract_deadline, name="contract_deadline"),
    path("settings/reminder-policies/", policies.policy_list, name="policies"),
    path("settings/reminder-policies/add/", policies.policy_create, name="policy_create"),
    path("settings/reminder-policies/<int:pk>/", policies.policy_change, name="policy_change"),
    path("settings/reminder-policies/<int:pk>/remove/", policies.policy_remove, name="policy_remove"),
]

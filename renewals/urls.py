from django.urls import URLPattern, path

from renewals.views import contract, deadlines, decisions, notices, policies, services, silent, thresholds

urlpatterns: list[URLPattern] = [
    path("renewals/", deadlines.deadline_list, name="renewals"),
    path("contracts/<int:pk>/deadline/", contract.contract_deadline, name="contract_deadline"),
    path("contracts/<int:pk>/decisions/", contract.contract_decisions, name="contract_decisions"),
    path("contracts/<int:pk>/decide/", decisions.contract_decide, name="contract_decide"),
    path("renewals/decisions/", decisions.decision_list, name="decisions"),
    path("renewals/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("renewals/decisions/<int:pk>/approve/", decisions.decision_approve, name="decision_approve"),
    path("renewals/decisions/<int:pk>/reject/", decisions.decision_reject, name="decision_reject"),
    path("renewals/decisions/<int:pk>/withdraw/", decisions.decision_withdraw, name="decision_withdraw"),
    path("renewals/decisions/<int:pk>/notice/", notices.notice_prepare, name="notice_prepare"),
    path("renewals/notices/<int:pk>/", notices.notice, name="notice"),
    path("renewals/notices/<int:pk>/change/", notices.notice_change, name="notice_change"),
    path("renewals/notices/<int:pk>/letter/", notices.notice_letter, name="notice_letter"),
    path("renewals/notices/<int:pk>/close/", notices.notice_close, name="notice_close"),
    path("renewals/notices/<int:pk>/service/", services.service_record, name="service_record"),
    path("renewals/services/<int:pk>/proof/", services.service_proof, name="service_proof"),
    path("renewals/services/<int:pk>/<slug:verb>/", services.service_move, name="service_move"),
    path("renewals/silent/", silent.silent_list, name="silent"),
    path("settings/thresholds/", thresholds.threshold_list, name="thresholds"),
    path("settings/thresholds/add/", thresholds.threshold_create, name="threshold_create"),
    path("settings/thresholds/<int:pk>/", thresholds.threshold_change, name="threshold_change"),
    path("settings/thresholds/<int:pk>/remove/", thresholds.threshold_remove, name="threshold_remove"),
    path("settings/reminder-policies/", policies.policy_list, name="policies"),
    path("settings/reminder-policies/add/", policies.policy_create, name="policy_create"),
    path("settings/reminder-policies/<int:pk>/", policies.policy_change, name="policy_change"),
    path("settings/reminder-policies/<int:pk>/remove/", policies.policy_remove, name="policy_remove"),
]

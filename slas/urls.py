from django.urls import URLPattern, path

from slas.views import (
    agreed,
    check_ins,
    claims,
    entering,
    exclusions,
    measurements,
    monthly_reports,
    outages,
    results,
    tickets,
    uploads,
    vendor_figure,
    vendor_panel,
)

urlpatterns: list[URLPattern] = [
    path("contracts/<int:pk>/sla/", agreed.contract_sla, name="contract_sla"),
    path("contracts/<int:pk>/sla/services/new/", entering.service_new, name="sla_service_new"),
    path("contracts/<int:pk>/sla/credits/", entering.agreement_edit, name="sla_agreement"),
    path("contracts/<int:pk>/sla/results/", results.contract_results, name="contract_sla_results"),
    path("vendors/<int:pk>/slas/", vendor_panel.vendor_slas, name="vendor_slas"),
    path("slas/", results.sla_dashboard, name="sla_dashboard"),
    path("sla/results/<int:pk>/", results.result_page, name="sla_result"),
    path("sla/results/<int:pk>/sign-off/", results.result_sign_off, name="sla_result_sign_off"),
    path("sla/results/<int:pk>/reopen/", results.result_reopen, name="sla_result_reopen"),
    path("sla/results/<int:pk>/vendor-figure/", vendor_figure.vendor_figure, name="sla_vendor_figure"),
    path("sla/services/<int:pk>/change/", entering.service_change, name="sla_service_change"),
    path("sla/services/<int:pk>/targets/new/", entering.target_new, name="sla_target_new"),
    path("sla/targets/<int:pk>/", agreed.target_page, name="sla_target"),
    path("sla/targets/<int:pk>/change/", entering.target_change, name="sla_target_change"),
    path("sla/targets/<int:pk>/version/", entering.target_version, name="sla_target_version"),
    path("sla/targets/versions/<int:pk>/choice/", agreed.scheme_choice, name="sla_scheme_choice"),
    path("claims/", claims.claim_list, name="sla_claims"),
    path("claims/<int:pk>/", claims.claim_page, name="sla_claim"),
    path("claims/<int:pk>/letter/", claims.claim_letter, name="sla_claim_letter"),
    path("claims/<int:pk>/<slug:verb>/", claims.claim_move, name="sla_claim_move"),
]

urlpatterns += [
    path("contracts/<int:pk>/sla/outages/", outages.outage_list, name="sla_outages"),
    path("contracts/<int:pk>/sla/outages/new/", outages.outage_new, name="sla_outage_new"),
    path("contracts/<int:pk>/sla/exclusions/", exclusions.exclusion_list, name="sla_exclusions"),
    path("contracts/<int:pk>/sla/exclusions/new/", exclusions.exclusion_new, name="sla_exclusion_new"),
    path("sla/outages/<int:pk>/change/", outages.outage_change, name="sla_outage_change"),
    path("sla/outages/<int:pk>/void/", outages.outage_void, name="sla_outage_void"),
    path("sla/exclusions/<int:pk>/approve/", exclusions.exclusion_approve, name="sla_exclusion_approve"),
    path("sla/exclusions/<int:pk>/reject/", exclusions.exclusion_reject, name="sla_exclusion_reject"),
]

urlpatterns += [
    path("contracts/<int:pk>/sla/report/", monthly_reports.contract_report, name="contract_sla_report"),
    path(
        "contracts/<int:pk>/sla/report/pdf/",
        monthly_reports.contract_report_pdf,
        name="contract_sla_report_pdf",
    ),
    path("slas/report/", monthly_reports.portfolio_report, name="sla_report"),
    path("slas/report/pdf/", monthly_reports.portfolio_report_pdf, name="sla_report_pdf"),
]

_HAPPENED = "contracts/<int:pk>/sla"
urlpatterns += [
    path(f"{_HAPPENED}/outages/upload/", uploads.upload, {"kind": "outages"}, name="sla_outage_upload"),
    path(
        f"{_HAPPENED}/exclusions/upload/", uploads.upload, {"kind": "exclusions"}, name="sla_exclusion_upload"
    ),
    path(f"{_HAPPENED}/tickets/", tickets.ticket_list, name="sla_tickets"),
    path(f"{_HAPPENED}/tickets/new/", tickets.ticket_new, name="sla_ticket_new"),
    path(f"{_HAPPENED}/tickets/upload/", uploads.upload, {"kind": "tickets"}, name="sla_ticket_upload"),
    path(f"{_HAPPENED}/measurements/", measurements.measurement_list, name="sla_measurements"),
    path(f"{_HAPPENED}/measurements/new/", measurements.measurement_new, name="sla_measurement_new"),
    path(
        f"{_HAPPENED}/measurements/upload/",
        uploads.upload,
        {"kind": "measurements"},
        name="sla_measurement_upload",
    ),
    path("sla/tickets/<int:pk>/change/", tickets.ticket_change, name="sla_ticket_change"),
    path("sla/tickets/<int:pk>/void/", tickets.ticket_void, name="sla_ticket_void"),
    path("sla/measurements/<int:pk>/change/", measurements.measurement_change, name="sla_measurement_change"),
    path("sla/measurements/<int:pk>/void/", measurements.measurement_void, name="sla_measurement_void"),
    path("sla/targets/<int:pk>/check-in/", check_ins.check_in_new, name="sla_check_in"),
    path("sla/check-ins/<int:pk>/change/", check_ins.check_in_change, name="sla_check_in_change"),
]

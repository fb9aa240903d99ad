"""Every address of the REST API, version 1."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from rest_framework.routers import SimpleRouter

from accounts.api.departments import DepartmentViewSet
from contracts_app.api.amendments import AmendmentViewSet
from contracts_app.api.as_of import ContractAsOfView
from contracts_app.api.clauses import PortfolioClauseViewSet
from contracts_app.api.comparison import ClauseHistoryView, ComparisonView
from contracts_app.api.contracts import ContractViewSet
from contracts_app.api.documents import (
    ClauseViewSet,
    DocumentFileView,
    DocumentViewSet,
    MissingDocumentsView,
)
from contracts_app.api.imports import ImportViewSet
from core.api.docs import SchemaView, docs_page
from core.api.views import NotHere
from renewals.api.deadlines import ContractDeadlineView, DeadlinePreviewView, DeadlineViewSet
from renewals.api.decisions import DecisionViewSet
from renewals.api.exit_tasks import ExitTaskViewSet
from renewals.api.notices import NoticeViewSet
from renewals.api.our_notices import OurNoticeViewSet
from renewals.api.price import ContractPriceView
from slas.api.claims import ClaimViewSet
from slas.api.exclusions import ExclusionViewSet
from slas.api.outages import MonitorEventView, OutageViewSet
from slas.api.readings import MeasurementsView, TicketsView
from slas.api.recorded import MeasurementViewSet, TicketViewSet
from slas.api.results import ResultViewSet
from slas.api.services import ServiceViewSet, TargetViewSet
from spend.api.indexes import IndexSeriesViewSet
from spend.api.uplift import ContractUpliftView
from vendors.api.vendors import EntityViewSet, VendorViewSet

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("clauses", PortfolioClauseViewSet, basename="clause")
router.register("contracts", ContractViewSet, basename="contract")
router.register("departments", DepartmentViewSet, basename="department")
router.register("entities", EntityViewSet, basename="entity")
router.register("imports", ImportViewSet, basename="import")
router.register("indexes", IndexSeriesViewSet, basename="index")
router.register("claims", ClaimViewSet, basename="claim")
router.register("sla-results", ResultViewSet, basename="sla-result")
router.register("sla-services", ServiceViewSet, basename="sla-service")
router.register("sla-targets", TargetViewSet, basename="sla-target")
router.register("outages", OutageViewSet, basename="outage")
router.register("sla-exclusions", ExclusionViewSet, basename="sla-exclusion")
router.register("sla-tickets", TicketViewSet, basename="sla-ticket")
router.register("sla-measurements", MeasurementViewSet, basename="sla-measurement")
router.register("vendors", VendorViewSet, basename="vendor")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", docs_page, name="docs"),
    path(
        "clauses/<int:pk>/categories/",
        PortfolioClauseViewSet.as_view({"post": "answer"}),
        name="clause-categories",
    ),
    path("contracts/<int:pk>/deadline/", ContractDeadlineView.as_view(), name="contract-deadline"),
    path("contracts/<int:pk>/price/", ContractPriceView.as_view(), name="contract-price"),
    path("contracts/<int:pk>/uplift/", ContractUpliftView.as_view(), name="contract-uplift"),
    path("claims/<int:pk>/<slug:verb>/", ClaimViewSet.as_view({"post": "move"}), name="claim-move"),
    path(
        "sla-targets/<int:pk>/versions/",
        TargetViewSet.as_view({"post": "versions"}),
        name="sla-target-versions",
    ),
    path("comparison/", ComparisonView.as_view(), name="comparison"),
    path("clauses/<int:pk>/history/", ClauseHistoryView.as_view(), name="clause-history"),
    path("contracts/<int:pk>/as-of/", ContractAsOfView.as_view(), name="contract-as-of"),
    path(
        "contracts/<int:contract_pk>/amendments/",
        AmendmentViewSet.as_view({"get": "list", "post": "create"}),
        name="amendment-list",
    ),
    path(
        "contracts/<int:contract_pk>/amendments/<int:pk>/",
        AmendmentViewSet.as_view({"get": "retrieve"}),
        name="amendment-detail",
    ),
    path(
        "contracts/<int:contract_pk>/amendments/<int:pk>/withdraw/",
        AmendmentViewSet.as_view({"post": "withdraw"}),
        name="amendment-withdraw",
    ),
    path(
        "contracts/<int:contract_pk>/documents/",
        DocumentViewSet.as_view({"get": "list", "post": "create"}),
        name="document-list",
    ),
    path(
        "contracts/<int:contract_pk>/documents/missing/",
        MissingDocumentsView.as_view(),
        name="documents-missing",
    ),
    path(
        "contracts/<int:contract_pk>/documents/<int:pk>/",
        DocumentViewSet.as_view({"get": "retrieve"}),
        name="document-detail",
    ),
    path(
        "contracts/<int:contract_pk>/documents/<int:pk>/versions/",
        DocumentViewSet.as_view({"post": "add"}),
        name="document-versions",
    ),
    path(
        "contracts/<int:contract_pk>/documents/<int:pk>/versions/<int:number>/clauses/",
        ClauseViewSet.as_view({"get": "list"}),
        name="document-clauses",
    ),
    path(
        "contracts/<int:contract_pk>/documents/<int:pk>/versions/<int:number>/file/",
        DocumentFileView.as_view(),
        name="document-file",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/",
        DecisionViewSet.as_view({"get": "list", "post": "create"}),
        name="decision-list",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/<int:pk>/",
        DecisionViewSet.as_view({"get": "retrieve"}),
        name="decision-detail",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/<int:pk>/confirm/",
        DecisionViewSet.as_view({"post": "confirm"}),
        name="decision-confirm",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/<int:pk>/reject/",
        DecisionViewSet.as_view({"post": "reject"}),
        name="decision-reject",
    ),
    path(
        "contracts/<int:contract_pk>/notices/",
        NoticeViewSet.as_view({"get": "list", "post": "create"}),
        name="notice-list",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/",
        NoticeViewSet.as_view({"get": "retrieve"}),
        name="notice-detail",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/services/",
        NoticeViewSet.as_view({"post": "serve"}),
        name="notice-services",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/services/<int:service_pk>/proof/",
        NoticeViewSet.as_view({"post": "proof"}),
        name="notice-proof",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/outcome/",
        NoticeViewSet.as_view({"post": "outcome"}),
        name="notice-outcome",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/letter/",
        NoticeViewSet.as_view({"post": "letter"}),
        name="notice-letter",
    ),
    path(
        "contracts/<int:contract_pk>/exit-tasks/",
        ExitTaskViewSet.as_view({"get": "list"}),
        name="exit-task-list",
    ),
    path(
        "contracts/<int:contract_pk>/exit-tasks/<int:pk>/",
        ExitTaskViewSet.as_view({"get": "retrieve"}),
        name="exit-task-detail",
    ),
    path(
        "contracts/<int:contract_pk>/exit-tasks/<int:pk>/complete/",
        ExitTaskViewSet.as_view({"post": "complete"}),
        name="exit-task-complete",
    ),
    path(
        "contracts/<int:contract_pk>/exit-tasks/<int:pk>/reopen/",
        ExitTaskViewSet.as_view({"post": "reopen"}),
        name="exit-task-reopen",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/<int:pk>/withdraw/",
        DecisionViewSet.as_view({"post": "withdraw"}),
        name="decision-withdraw",
    ),
    path(
        "contracts/<int:contract_pk>/decisions/<int:pk>/notice/",
        OurNoticeViewSet.as_view({"post": "prepare"}),
        name="decision-notice",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/files/",
        OurNoticeViewSet.as_view({"post": "files"}),
        name="notice-files",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/close/",
        OurNoticeViewSet.as_view({"post": "close"}),
        name="notice-close",
    ),
    path(
        "contracts/<int:contract_pk>/notices/<int:pk>/correct/",
        NoticeViewSet.as_view({"post": "correct"}),
        name="notice-correct",
    ),
    path(
        "contracts/<int:contract_pk>/exit-tasks/<int:pk>/change/",
        ExitTaskViewSet.as_view({"post": "change"}),
        name="exit-task-change",
    ),
    path("deadlines/", DeadlineViewSet.as_view({"get": "list"}), name="deadline-list"),
    path("deadlines/preview/", DeadlinePreviewView.as_view(), name="deadline-preview"),
    path("outages/bulk/", OutageViewSet.as_view({"post": "bulk"}), name="outage-bulk"),
    path("outages/<int:pk>/void/", OutageViewSet.as_view({"post": "void"}), name="outage-void"),
    path("sla-exclusions/bulk/", ExclusionViewSet.as_view({"post": "bulk"}), name="sla-exclusions-bulk"),
    path(
        "sla-exclusions/<int:pk>/approve/",
        ExclusionViewSet.as_view({"post": "approve"}),
        name="sla-exclusion-approve",
    ),
    path(
        "sla-exclusions/<int:pk>/reject/",
        ExclusionViewSet.as_view({"post": "reject"}),
        name="sla-exclusion-reject",
    ),
    path("sla-tickets/<int:pk>/void/", TicketViewSet.as_view({"post": "void"}), name="sla-ticket-void"),
    path(
        "sla-measurements/<int:pk>/void/",
        MeasurementViewSet.as_view({"post": "void"}),
        name="sla-measurement-void",
    ),
    path("sla-tickets/bulk/", TicketsView.as_view(), name="sla-tickets-bulk"),
    path("sla-measurements/bulk/", MeasurementsView.as_view(), name="sla-measurements-bulk"),
    path("monitor-events/", MonitorEventView.as_view(), name="monitor-events"),
    path("", include(router.urls)),
    re_path(r"", NotHere.as_view(), name="nothing"),
]

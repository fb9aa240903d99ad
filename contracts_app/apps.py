from typing import Any, Final

from django.apps import AppConfig

from core import registry

#: What the list of clauses offers at once, by category: order, key, label, and the filters.
CLAUSE_VIEWS: Final[tuple[tuple[int, str, str, dict[str, str]], ...]] = (
    (10, "caps", "Liability caps", {"category": "cap_on_liability", "status": "in_force"}),
    (
        20, "hosting_caps", "Liability caps, active hosting",
        {"category": "cap_on_liability", "type": "hosting", "status": "active"},
    ),
    (30, "exit", "Exit", {"category": "exit", "status": "in_force"}),
    (40, "data_location", "Data location", {"category": "data_location", "status": "in_force"}),
)  # fmt: skip


class ContractsConfig(AppConfig):
    """Contracts, their terms and notice rules, and the import of a register."""

    name = "contracts_app"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Contracts"

    def ready(self) -> None:
        """Offer the contract list, the panels of a contract, its search, and the panel on a vendor's page."""
        # Models and receivers can be imported only once every app's models are loaded.
        from contracts_app import receivers, tasks  # noqa: F401, PLC0415
        from contracts_app.demo.loading import load_contracts  # noqa: PLC0415
        from contracts_app.panels import contracts_of_vendor, find_contracts  # noqa: PLC0415

        registry.demo_parts.register(registry.DemoPart("contracts", load_contracts, 30))
        registry.navigation.register(
            registry.NavigationItem("contracts", "Contracts", "file-text", "contract_list", 20)
        )
        for key, label, url_name, order in (
            ("contract_overview", "Overview", "contract", 10),
            ("contract_terms", "Terms", "contract_terms", 20),
            ("contract_text", "Text in force", "contract_text", 22),
            ("contract_parties", "Parties", "contract_parties", 30),
            ("contract_activity", "Activity", "contract_activity", 900),
        ):
            registry.panels.register(registry.Panel(key, "contract", label, url_name, order))
        registry.panels.register(
            registry.Panel(
                "vendor_contracts", "vendor", "Contracts", "vendor_contracts", 20, count=contracts_of_vendor
            )
        )
        registry.search_types.register(registry.SearchType("contracts", "Contracts", find_contracts, 10))
        self._offer_recording()
        self._offer_views()
        self._offer_amendments()
        self._offer_imports(tasks)
        self._keep_documents(tasks)
        self._show_documents()
        self._offer_redlines(tasks)

    @staticmethod
    def _offer_recording() -> None:
        """Offer the step that records a contract, once there is a department for it."""
        from accounts.models.department import has_department  # noqa: PLC0415  models are loaded by now

        registry.commands.register(
            registry.Command(
                "contract_create",
                "Record a contract",
                "plus",
                "contract_create",
                10,
                "contracts.edit",
                has_department,
            )
        )

    @staticmethod
    def _offer_amendments() -> None:
        """Offer the amendments of a contract: their panel, what they change later, and their activity."""
        from contracts_app import panels  # noqa: PLC0415  models are loaded by now
        from contracts_app.reports.amendment_page import activity_names, activity_phrase  # noqa: PLC0415

        registry.panels.register(
            registry.Panel(
                "contract_amendments", "contract", "Amendments", "contract_amendments", 24,
                count=panels.amendments_of_contract,
            )
        )  # fmt: skip
        registry.header_parts.register(
            registry.HeaderPart(
                "amendments", "contract", "contracts_app/panels/coming.html", panels.coming_part, 20
            )
        )
        registry.home_queues.register(
            registry.HomeQueue("amendments", panels.failed_amendment_items, 5, panels.failed_amendment_count)
        )
        registry.activity_parts.register(
            registry.ActivityPart("amendments", "contract", activity_names, activity_phrase, 5)
        )

    @staticmethod
    def _offer_views() -> None:
        """Offer the views of the list, what happened lately, and what a decision keeps of the contract."""
        from contracts_app.reports.decided import contract_section  # noqa: PLC0415  models are loaded by now
        from contracts_app.reports.documents_on_file import (  # noqa: PLC0415  the same
            WITHOUT_DOCUMENTS,
            documents_missing,
        )
        from contracts_app.reports.recent import contract_news, import_news  # noqa: PLC0415  the same

        registry.decision_sections.register(
            registry.DecisionSection("contract", "Contract", contract_section, 60)
        )
        registry.listing_pages.register(
            registry.ListingPage("contracts", "Contracts", "contract_list", 10, "")
        )
        for order, key, label, query in (
            (10, "mine", "Mine", {"owner": "me"}),
            (30, "ownerless", "Without owner", {"status": "in_force", "owner": "nobody"}),
            (50, "without-documents", "Documents missing", WITHOUT_DOCUMENTS),
        ):
            registry.listing_views.register(
                registry.ListingView(key, "contracts", label, lambda on, query=query: query, order)  # type: ignore[misc]
            )
        registry.home_facts.register(registry.HomeFact("documents", documents_missing, 40))
        registry.recent_changes.register(registry.RecentChanges("contracts", contract_news, 10))
        registry.recent_changes.register(registry.RecentChanges("imports", import_news, 30))

    def _offer_imports(self, tasks: Any) -> None:
        """Offer the import of a register: its page, its work for the workers, and its files."""
        from contracts_app.actions import register_runs as runs  # noqa: PLC0415  models are loaded by now
        from contracts_app.permissions import can_download_import  # noqa: PLC0415  the same

        registry.navigation.register(
            registry.NavigationItem(
                "imports", "Import", "file-import", "imports", 900, verb="imports.run", is_below_rule=True
            )
        )
        registry.commands.register(
            registry.Command("import_new", "Import a register", "upload", "import_new", 20, "imports.run")
        )
        registry.job_kinds.register(
            registry.JobKind(runs.CHECK_JOB, "Check of a register", tasks.run_register_check)
        )
        registry.job_kinds.register(
            registry.JobKind(runs.IMPORT_JOB, "Import of a register", tasks.run_register_import)
        )
        registry.file_kinds.register(
            registry.FileKind(runs.FILE_KIND, "Register", can_download_import, extensions=("csv", "txt"))
        )
        registry.file_kinds.register(
            registry.FileKind(runs.REPORT_KIND, "Refused rows of an import", can_download_import)
        )

    @staticmethod
    def _keep_documents(tasks: Any) -> None:
        """Offer the documents of contracts: their files, and the reading of their texts."""
        from contracts_app.actions.documents import FILE_KIND  # noqa: PLC0415  models are loaded by now
        from contracts_app.actions.reading import READ_JOB  # noqa: PLC0415  the same
        from contracts_app.demo.documents import load_papers  # noqa: PLC0415  the same
        from contracts_app.permissions import can_download_document  # noqa: PLC0415  the same
        from core.text import DOCUMENT_TYPES  # noqa: PLC0415  the same

        registry.demo_parts.register(registry.DemoPart("documents", load_papers, 35))
        registry.job_kinds.register(registry.JobKind(READ_JOB, "Reading of a document", tasks.run_reading))
        registry.file_kinds.register(
            registry.FileKind(FILE_KIND, "Document", can_download_document, extensions=DOCUMENT_TYPES)
        )

    @staticmethod
    def _show_documents() -> None:
        """Offer the pages of documents and clauses, and their search."""
        from contracts_app.panels import find_clauses  # noqa: PLC0415  models are loaded by now
        from contracts_app.reports import category_words, document_words  # noqa: PLC0415  the same
        from contracts_app.reports.documents_on_file import document_count, version_count  # noqa: PLC0415

        registry.navigation.register(registry.NavigationItem("clauses", "Clauses", "book", "clause_list", 45))
        registry.listing_pages.register(registry.ListingPage("clauses", "Clauses", "clause_list", 45, ""))
        for order, key, label, query in CLAUSE_VIEWS:
            registry.listing_views.register(
                registry.ListingView(key, "clauses", label, lambda on, query=query: query, order)  # type: ignore[misc]
            )
        for key, page, label, url_name, order, count in (
            ("contract_documents", "contract", "Documents", "contract_documents", 25, document_count),
            ("document_text", "document", "Text", "document", 10, None),
            ("document_versions", "document", "Versions", "document_versions", 20, version_count),
        ):
            registry.panels.register(registry.Panel(key, page, label, url_name, order, count=count))
        registry.search_types.register(registry.SearchType("clauses", "Clauses", find_clauses, 60))
        for key, words, order in (("documents", document_words, 10), ("categories", category_words, 15)):
            registry.activity_parts.register(
                registry.ActivityPart(key, "contract", words.names_of, words.phrase_of, order)
            )
        registry.commands.register(
            registry.Command(
                "clause_suggestions", "Answer suggested categories", "list-check", "clause_suggestions", 45,
                "documents.edit",
            )
        )  # fmt: skip

    @staticmethod
    def _offer_redlines(tasks: Any) -> None:
        """Offer redlines to take along: the work for it, and their files."""
        from contracts_app.actions.redlines import FILE_KIND, JOB_KIND  # noqa: PLC0415  models are loaded by now
        from contracts_app.permissions import can_download_redline  # noqa: PLC0415  the same

        registry.job_kinds.register(registry.JobKind(JOB_KIND, "Redline", tasks.make_redline))
        registry.file_kinds.register(
            registry.FileKind(
                FILE_KIND, "Redline", can_download_redline, extensions=("pdf", "docx"), is_export=True
            )
        )

from typing import Any

from django.apps import AppConfig

from core import registry


class SlasConfig(AppConfig):
    """What vendors promise about their service, how it was kept, and what they owe where it was not."""

    name = "slas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the panel of a contract, and let workers judge."""
        from slas import tasks  # noqa: PLC0415  models are loaded by now
        from slas.demo.services import load_services  # noqa: PLC0415  the same

        registry.demo_parts.register(registry.DemoPart("services", load_services, 45))
        self._offer_agreed()
        self._keep_evidence()
        self._offer_claims()
        self._offer_letters(tasks)
        self._remind_of_breaches()
        self._remind_of_claims()
        self._offer_monthly_reports(tasks)
        self._take_files(tasks)

    @staticmethod
    def _offer_agreed() -> None:
        """Offer what is promised about the services of a contract, as a panel of its page."""
        registry.navigation.register(
            registry.NavigationItem("slas", "SLAs", "chart-line", "sla_dashboard", 42, "contracts.view")
        )
        registry.panels.register(
            registry.Panel("contract_sla_results", "contract", "SLA results", "contract_sla_results", 46)
        )
        registry.panels.register(registry.Panel("vendor_slas", "vendor", "SLA", "vendor_slas", 30))
        registry.panels.register(registry.Panel("contract_sla", "contract", "SLA", "contract_sla", 45))

    @staticmethod
    def _keep_evidence() -> None:
        """Take the evidence of exclusions as files."""
        from slas.permissions import can_download_evidence  # noqa: PLC0415  models are loaded by now

        registry.file_kinds.register(
            registry.FileKind(
                "sla_evidence",
                "Evidence of an exclusion",
                can_download_evidence,
                extensions=("pdf", "png", "jpg", "jpeg", "eml", "txt"),
            )
        )

    @staticmethod
    def _offer_claims() -> None:
        """Offer the list of claims and what of it waits on Home, and keep the proofs of their steps."""
        from slas.actions.claim_moves import PROOF_KIND  # noqa: PLC0415  models are loaded by now
        from slas.panels import claims_count, claims_waiting  # noqa: PLC0415
        from slas.permissions import can_download_claim_proof  # noqa: PLC0415

        registry.navigation.register(
            registry.NavigationItem("claims", "Claims", "coin", "sla_claims", 43, "contracts.view")
        )
        registry.listing_pages.register(
            registry.ListingPage("claims", "Claims", "sla_claims", 43, "contracts.view")
        )
        registry.listing_views.register(
            registry.ListingView("unsent", "claims", "Not submitted", lambda on: {"unsent": "true"}, 10)
        )
        registry.listing_views.register(
            registry.ListingView("lost", "claims", "Lost", lambda on: {"status": "lost"}, 20)
        )
        registry.home_queues.register(registry.HomeQueue("claims", claims_waiting, 25, claims_count))

        registry.file_kinds.register(
            registry.FileKind(
                PROOF_KIND,
                "Proof of a claim",
                can_download_claim_proof,
                extensions=("pdf", "png", "jpg", "jpeg", "eml", "txt"),
            )
        )

    @staticmethod
    def _offer_letters(tasks: Any) -> None:
        """Offer the letters of claims: their making, and their files."""
        from slas.actions import claim_letters  # noqa: PLC0415  models are loaded by now
        from slas.permissions import can_download_claim_letter  # noqa: PLC0415  the same

        registry.job_kinds.register(
            registry.JobKind(claim_letters.JOB_KIND, "Letter of a claim", tasks.make_claim_letter)
        )
        registry.file_kinds.register(
            registry.FileKind(claim_letters.FILE_KIND, "Letter of a claim", can_download_claim_letter)
        )

    @staticmethod
    def _remind_of_breaches() -> None:
        """Register the promises of a contract as a subject of the message that some were missed."""
        from contracts_app.reminders.recipients import chains_of  # noqa: PLC0415  models are loaded by now
        from slas import receivers  # noqa: PLC0415  models are loaded by now
        from slas.reminders import breach_letters, owed, subjects  # noqa: PLC0415  the same
        from slas.rules.reminding import BREACH, BREACH_SUBJECT  # noqa: PLC0415  the same

        receivers.connect()
        registry.reminder_subjects.register(
            registry.ReminderSubject(
                key=BREACH_SUBJECT,
                label="SLA of a contract",
                refresh=owed.nothing_to_refresh,
                ids_after=owed.contracts_after,
                ids_changed=owed.contracts_changed,
                owed=owed.breaches_owed,
                replan=receivers.replan_breaches,
                links=subjects.links_to_contracts,
                visible=subjects.visible_contracts,
                names=subjects.names_of_contracts,
            )
        )
        registry.reminder_kinds.register(
            registry.ReminderKind(
                BREACH, "SLA missed", BREACH_SUBJECT, chains_of, breach_letters.letters_for, 20
            )
        )

    @staticmethod
    def _remind_of_claims() -> None:
        """Register claims as a subject of reminders until they are submitted, or lost."""
        from slas import receivers  # noqa: PLC0415  models are loaded by now
        from slas.reminders import claim_letters, owed, subjects  # noqa: PLC0415  the same
        from slas.rules import reminding  # noqa: PLC0415  the same

        registry.reminder_subjects.register(
            registry.ReminderSubject(
                key=reminding.CLAIM_SUBJECT,
                label="claim",
                refresh=owed.nothing_to_refresh,
                ids_after=owed.claims_after,
                ids_changed=owed.claims_changed,
                owed=owed.claims_owed,
                replan=receivers.replan_claims,
                links=subjects.links_to_claims,
                visible=subjects.visible_claims,
                names=subjects.names_of_claims,
            )
        )
        usual, managers = subjects.chains_by_claim, subjects.managers_by_claim
        kinds = (
            (reminding.CLAIM, "Claim by", usual),
            (reminding.CLAIM_TO_MANAGER, "Not claimed, to the manager", managers),
            (reminding.CLAIM_LOST, "Credit lost", usual),
        )
        for order, (key, label, chains) in enumerate(kinds, start=21):
            registry.reminder_kinds.register(
                registry.ReminderKind(
                    key, label, reminding.CLAIM_SUBJECT, chains, claim_letters.letters_for, order
                )
            )

    @staticmethod
    def _offer_monthly_reports(tasks: Any) -> None:
        """Offer the monthly reports: their making, and their files, which are for who made them alone."""
        from slas.actions import monthly_reports  # noqa: PLC0415  models are loaded by now

        registry.job_kinds.register(
            registry.JobKind(monthly_reports.JOB_KIND, "Monthly SLA report", tasks.make_monthly_report)
        )
        registry.file_kinds.register(
            registry.FileKind(
                monthly_reports.FILE_KIND,
                "Monthly SLA report",
                may_download=lambda user, file: file.created_by_id == user.pk,
                extensions=("pdf",),
                largest=100 * 1024 * 1024,
                is_export=True,
            )
        )

    @staticmethod
    def _take_files(tasks: Any) -> None:
        """Take files of outages, tickets and measurements, and evidence of check-ins."""
        from slas.actions import uploads  # noqa: PLC0415  models are loaded by now
        from slas.actions.check_ins import EVIDENCE_KIND  # noqa: PLC0415  the same
        from slas.permissions import (  # noqa: PLC0415  the same
            can_download_check_in,
            can_download_refused_rows,
            can_download_rows,
        )

        registry.job_kinds.register(
            registry.JobKind(uploads.JOB_KIND, "Recording of a file", tasks.take_rows)
        )
        registry.file_kinds.register(
            registry.FileKind(
                uploads.FILE_KIND,
                "Outages, tickets or measurements",
                can_download_rows,
                extensions=("csv", "txt"),
                largest=uploads.LARGEST,
            )
        )
        registry.file_kinds.register(
            registry.FileKind(uploads.REFUSED_KIND, "Refused rows of a file", can_download_refused_rows)
        )
        registry.file_kinds.register(
            registry.FileKind(
                EVIDENCE_KIND,
                "Evidence of a check-in",
                can_download_check_in,
                extensions=("pdf", "png", "jpg", "jpeg", "eml", "txt", "csv", "xlsx"),
            )
        )

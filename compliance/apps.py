from django.apps import AppConfig

from core import registry


class ComplianceConfig(AppConfig):
    """Reports that show the portfolio as of a date."""

    name = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the reports in the navigation, their work to the workers, their files for download."""
        from compliance import tasks  # noqa: PLC0415  models are loaded by now
        from compliance.actions.portfolio import FILE_KIND, JOB_KIND  # noqa: PLC0415  the same

        registry.navigation.register(
            registry.NavigationItem("reports", "Reports", "report", "reports", order=80, verb="reports.make")
        )
        registry.job_kinds.register(registry.JobKind(JOB_KIND, "Portfolio report", tasks.make_portfolio))
        registry.file_kinds.register(
            registry.FileKind(
                FILE_KIND,
                "Report",
                may_download=lambda user, file: file.created_by_id == user.pk,
                extensions=("pdf",),
                largest=500 * 1024 * 1024,
                is_export=True,
            )
        )

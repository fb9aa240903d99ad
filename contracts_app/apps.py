from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Contracts, their terms and notice rules, and the import of a register."""

    name = "contracts_app"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Contracts"

from django.apps import AppConfig

from core import registry


class ContractsConfig(AppConfig):
    """Contracts, their terms and notice rules, and the import of a register."""

    name = "contracts_app"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Contracts"

    def ready(self) -> None:
        """Offer the contract list, the panels of a contract, its search, and the panel on a vendor's page."""
        # Models and receivers can be imported only once every app's models are loaded.
        from contracts_app import receivers  # noqa: F401, PLC0415
        from contracts_app.panels import contracts_of_vendor, find_contracts  # noqa: PLC0415

        registry.navigation.register(
            registry.NavigationItem("contracts", "Contracts", "file-text", "contract_list", 20)
        )
        for key, label, url_name, order in (
            ("contract_overview", "Overview", "contract", 10),
            ("contract_terms", "Terms", "contract_terms", 20),
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
        registry.commands.register(
            registry.Command(
                "contract_create", "Record a contract", "plus", "contract_create", 10, "contracts.edit"
            )
        )

from django.apps import AppConfig

from core import registry


class AccountsConfig(AppConfig):
    """People, departments, roles, tokens and sign-in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter sign-ins into the ledger; offer the pages about people under Settings."""
        from accounts import receivers  # noqa: PLC0415 - models are loaded only now
        from accounts.demo import people  # noqa: PLC0415 - the same
        from accounts.models.token import token_names  # noqa: PLC0415 - the same
        from accounts.panels.since import since_box  # noqa: PLC0415 - the same
        from accounts.panels.views import views_of  # noqa: PLC0415 - the same
        from core.ledger import register_actor_kind  # noqa: PLC0415 - the same

        receivers.connect()
        register_actor_kind("token", token_names)
        registry.demo_parts.register(registry.DemoPart("people", people.load_people, 10))
        for order, person in enumerate(people.PEOPLE):
            registry.demo_logins.register(
                registry.DemoLogin(person.username, people.PASSWORD, person.who, order)
            )
        registry.view_sources.register(registry.ViewSource("saved", views_of, "accounts/views_menu.html", 10))
        registry.home_boxes.register(registry.HomeBox("since", "core/home/since.html", since_box, 20))
        registry.listing_pages.register(
            registry.ListingPage("people", "People", "person_list", 40, "users.manage")
        )
        for item in _SETTINGS:
            registry.settings_items.register(item)
        self._offer_commands()

    @staticmethod
    def _offer_commands() -> None:
        """Offer to add people and departments; the first department before everything else."""
        from accounts.models.department import has_department  # noqa: PLC0415 - models are loaded only now

        for key, label, icon, order, is_offered in (
            ("department_first", "Add a department", "buildings", 5, lambda: not has_department()),
            ("department_create", "Add a department", "buildings", 210, has_department),
            ("person_create", "Add a person", "user-plus", 200, None),
        ):
            url_name = "person_create" if key == "person_create" else "department_create"
            registry.commands.register(
                registry.Command(key, label, icon, url_name, order, "users.manage", is_offered)
            )


_SETTINGS = (
    registry.SettingsItem(
        "mine", "My settings", "Name, time zone, theme and roles", "user-circle", "my_settings", 10
    ),
    registry.SettingsItem(
        "security", "Sign-in security", "Password and second factor", "shield-lock", "mfa_index", 20
    ),
    registry.SettingsItem(
        "people",
        "People",
        "Who signs in, and which roles they have",
        "users",
        "person_list",
        30,
        "users.manage",
    ),
    registry.SettingsItem(
        "departments",
        "Departments",
        "The parts of your organization that contracts belong to",
        "buildings",
        "department_list",
        40,
        "users.manage",
    ),
    registry.SettingsItem(
        "roles", "What each role may do", "The table of roles and rights", "table", "role_table", 60
    ),
    registry.SettingsItem(
        "views",
        "Saved views",
        "Filters, order and columns that you keep as tabs of a list",
        "star",
        "views",
        15,
    ),
    registry.SettingsItem(
        "tokens", "API tokens", "Keys with which your programs use the API", "key", "tokens", 70, "tokens.own"
    ),
)

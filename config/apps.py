from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition: settings, URLs, processes."""

    name = "config"

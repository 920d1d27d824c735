from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """What was done and what was looked at, by whom."""

    name = "trellis.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Keep the log's rights after whatever a migration did."""
        from trellis.platform.audit.rights import keep_rights

        post_migrate.connect(keep_rights, dispatch_uid="audit.keep_rights")

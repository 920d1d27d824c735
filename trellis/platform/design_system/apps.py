from django.apps import AppConfig


class DesignSystemConfig(AppConfig):
    """The look, the layout, the forms and the components."""

    name = "trellis.platform.design_system"
    label = "design_system"

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """From a first word to a decision."""

    name = "trellis.features.referrals"
    label = "referrals"

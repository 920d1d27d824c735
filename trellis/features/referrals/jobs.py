"""Background work of referrals."""

from trellis.features.referrals.spreadsheet.jobs import bring_in, read_import

__all__ = ["bring_in", "read_import"]

"""How families joins the house."""

from trellis.platform.contributions.records import Contributions

CONTRIBUTIONS = Contributions()

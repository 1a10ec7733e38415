"""Loading the casebook, removing it, and adopting a case as an office's own record."""

from kembar.casebook.actions.adopting import Adopted, adopt_case
from kembar.casebook.actions.loading import CHOSEN, REMOVED, is_current, load, remove

__all__ = ["CHOSEN", "REMOVED", "Adopted", "adopt_case", "is_current", "load", "remove"]

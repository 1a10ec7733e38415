"""Writing the register: every action is one transaction, writes one event, and derives anew what rests on it."""

from kembar.partnerships.actions.derived import Rebuilt, rebuild, rebuild_all, spans_of

__all__ = ["Rebuilt", "rebuild", "rebuild_all", "spans_of"]

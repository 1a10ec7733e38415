"""By whom is something done? See ``kembar.audit.actors``."""

from kembar.audit.actors import Actor

__all__ = ["Actor"]

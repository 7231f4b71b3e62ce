"""The pages of disclosure: what residents read and ask, the desk's documents, the desk's requests."""

from deliberation.disclosure.views import documents, public, requests
from deliberation.disclosure.views.frame import blueprint

__all__ = ["blueprint", "documents", "public", "requests"]

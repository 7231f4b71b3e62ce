"""The pages of publication: what residents read, the desk's pages of resolutions, the proofs of their posting."""

from deliberation.publication.views import calendar, evidence, pages
from deliberation.publication.views.frame import blueprint

__all__ = ["blueprint", "calendar", "evidence", "pages"]

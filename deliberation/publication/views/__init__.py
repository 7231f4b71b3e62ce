"""The pages of publication: what residents read, the desk's pages of resolutions, the proofs of their posting."""

from deliberation.publication.views import evidence, pages
from deliberation.publication.views.frame import blueprint

__all__ = ["blueprint", "evidence", "pages"]

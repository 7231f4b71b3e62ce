"""The application of a checkout, for gunicorn: `gunicorn -k gevent -w 1 wsgi:app`."""

from deliberation.wsgi import app

__all__ = ["app"]

"""The application for gunicorn: `gunicorn -k gevent -w 1 deliberation.wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from gunicorn.http import wsgi as answers  # noqa: E402 - patched first, as above

from deliberation.app import create_app, keep_time, must_hold_the_keys, say_how_to_begin  # noqa: E402 - the standard library must be patched first

answers.SERVER = "deliberation"  # whoever looks for an old server to attack learns nothing from the header
app = create_app(async_mode="gevent")
must_hold_the_keys(app)
say_how_to_begin(app)
keep_time(app)

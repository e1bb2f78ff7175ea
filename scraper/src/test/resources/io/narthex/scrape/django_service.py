"""A Django service for example.org only. Arguments: port, and "debug" for debug mode."""
import sys
from wsgiref.simple_server import make_server

from django.conf import settings

settings.configure(
    DEBUG=sys.argv[2:] == ["debug"],
    ALLOWED_HOSTS=["example.org"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not secret",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("metrics", lambda request: HttpResponse("a 1\n", content_type="text/plain"))]

make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()

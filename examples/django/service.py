"""A small shop in Django, in one file, watched by django-prometheus: for Narthex to scrape.

Run it: python3 service.py runserver --noreload 127.0.0.1:8001
"""

import json
import os
import random
import sys
from functools import wraps
from time import sleep

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.servers.basehttp import WSGIServer
from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

settings.configure(
    # As in production. With DEBUG Django would answer "localhost" and "127.0.0.1" unasked.
    DEBUG=False,
    # The hosts that callers may name. Whoever scrapes calls by the address in its "targets".
    ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS", "shop.example").split(","),
    SECRET_KEY="only an example: nothing here is signed",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django_prometheus"],
    MIDDLEWARE=[
        # The first and the last: one sees what the others refuse, the other knows the view.
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ],
    # 0.8 is there because the service promises its 95th percentile below 800 ms: a quantile is
    # only exact at a bound.
    PROMETHEUS_LATENCY_BUCKETS=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 2.5, 5),
    PROMETHEUS_EXPORT_MIGRATIONS=False,  # there is no database
)

incident = {"errors": 0.0, "delay": 0.0}
items = [f"item {number}" for number in range(1, 201)]


def backend(view):
    """The database that this shop does not have: it takes its time, and fails in an incident."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        sleep(random.lognormvariate(-4.5, 0.6) + incident["delay"])  # the median is 11 ms
        if random.random() < incident["errors"]:
            raise ConnectionError("the database does not answer")
        return view(request, *args, **kwargs)

    return asked


def refused(detail):
    return JsonResponse({"detail": detail}, status=422)


@require_http_methods(["GET", "POST"])
@backend
def all_items(request):
    if request.method == "GET":
        return JsonResponse({"items": items[:20]})
    try:
        name = str(json.loads(request.body)["name"])[:100]
    except (ValueError, KeyError, TypeError):
        return refused('wanted: {"name": "..."}')
    items.append(name)
    del items[500:]  # load must not fill the memory
    return JsonResponse({"name": name}, status=201)


@require_GET
@backend
def one_item(request, number):
    if not 1 <= number <= len(items):
        return JsonResponse({"detail": "no such item"}, status=404)
    return JsonResponse({"name": items[number - 1]})


@require_GET
def broken(request):
    """Always fails."""
    return 1 / 0


@require_POST
def set_incident(request):
    """Starts an incident, or ends it: {} is an incident of nothing."""
    try:
        wanted = json.loads(request.body)
        errors, delay = float(wanted.get("errors", 0)), float(wanted.get("delay", 0))
    except (ValueError, AttributeError, TypeError):
        return refused('wanted: {"errors": 0.3, "delay": 0.5}')
    if not (0 <= errors <= 1 and 0 <= delay <= 5):
        return refused("errors are a share from 0 to 1, delay is 0 to 5 seconds")
    incident.update(errors=errors, delay=delay)
    return JsonResponse(incident)


# The names are what the metrics call the views.
urlpatterns = [
    path("items", all_items, name="all-items"),
    path("items/<int:number>", one_item, name="one-item"),
    path("broken", broken, name="broken"),
    path("incident", set_incident, name="incident"),
    path("", include("django_prometheus.urls")),  # /metrics
]

# Django lets ten callers wait at the door, and on a busy machine more may: they would be lost.
WSGIServer.request_queue_size = 128

if __name__ == "__main__":
    execute_from_command_line(sys.argv)

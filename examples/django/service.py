"""A Django project in one file that counts and times its requests, for Narthex to scrape.

Run it: python3 service.py runserver --noreload 127.0.0.1:8001
"""

import json
import os
import sys
from time import perf_counter

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods
from prometheus_client import REGISTRY, Counter, Histogram
from prometheus_client.exposition import choose_encoder

settings.configure(
    # As in production. With DEBUG Django would answer "localhost" and "127.0.0.1" unasked.
    DEBUG=False,
    # The hosts that callers may name. Whoever scrapes calls by the address in its "targets".
    ALLOWED_HOSTS=os.environ.get("ALLOWED_HOSTS", "shop.example").split(","),
    SECRET_KEY="only an example: nothing here is signed",
    ROOT_URLCONF=__name__,
    # Measure comes first, so that it sees what the others refuse too.
    MIDDLEWARE=[f"{__name__}.measure", "django.middleware.common.CommonMiddleware"],
)

# The client appends "_total" itself.
REQUESTS = Counter(
    "fastapi_request_count",
    "Requests answered.",
    ["endpoint", "method", "status_code"],
)
SECONDS = Histogram(
    "fastapi_request_duration_seconds",
    "Time from receiving a request to having its answer.",
    ["endpoint", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 2.5, 5),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def measure(get_response):
    """Counts and times every request, by the route's pattern, not by the path."""

    def middleware(request):
        start = perf_counter()
        response = get_response(request)  # an exception of a view is a 500 here already
        match = request.resolver_match
        endpoint = f"/{match.route}" if match else "__unmatched__"
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(endpoint, method, response.status_code).inc()
        SECONDS.labels(endpoint, method).observe(perf_counter() - start)
        return response

    return middleware


items = [f"item {number}" for number in range(1, 201)]


@require_http_methods(["GET", "POST"])
def all_items(request):
    if request.method == "GET":
        return JsonResponse({"items": items[:20]})
    try:
        name = str(json.loads(request.body)["name"])[:100]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"detail": 'wanted: {"name": "..."}'}, status=422)
    items.append(name)
    del items[500:]  # load must not fill the memory
    return JsonResponse({"name": name}, status=201)


@require_GET
def one_item(request, number):
    if not 1 <= number <= len(items):
        return JsonResponse({"detail": "no such item"}, status=404)
    return JsonResponse({"name": items[number - 1]})


@require_GET
def broken(request):
    """Always fails."""
    return 1 / 0


@require_GET
def metrics(request):
    encode, content_type = choose_encoder(request.headers.get("Accept"))
    return HttpResponse(encode(REGISTRY), content_type=content_type)


urlpatterns = [
    path("items", all_items),
    path("items/<int:number>", one_item),
    path("broken", broken),
    path("metrics", metrics),
]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)

"""A small shop that counts and times its requests, for Narthex (or any Prometheus) to scrape.

Run it from this folder: python3 -m uvicorn app:app --no-access-log
"""

import asyncio
import os
import random
from time import perf_counter

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, Response
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, multiprocess
from prometheus_client.exposition import choose_encoder
from pydantic import BaseModel, Field

# The client appends "_total" itself.
REQUESTS = Counter(
    "fastapi_request_count",
    "Requests answered.",
    ["endpoint", "method", "status_code"],
)
# 0.8 is there because the service promises its 95th percentile below 800 ms: a quantile is only
# exact at a bound.
SECONDS = Histogram(
    "fastapi_request_duration_seconds",
    "Time from receiving a request to sending the last byte of its answer.",
    ["endpoint", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 2.5, 5),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measure:
    """Counts and times every request.

    A label must have few values, whatever callers send: the endpoint is the route's template, not
    the path, and one value stands for all paths that no route serves.
    """

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        status = 500  # where an exception comes through, the answer is made outside of here

        async def watched(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        start = perf_counter()
        try:
            await self.app(scope, receive, watched)
        finally:
            route = scope.get("route")  # the router left it there
            endpoint = route.path if route else "__unmatched__"
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            REQUESTS.labels(endpoint, method, status).inc()
            SECONDS.labels(endpoint, method).observe(perf_counter() - start)


class Incident(BaseModel):
    """What goes wrong on purpose: a share of failing calls, and seconds added to each."""

    errors: float = Field(0, ge=0, le=1)
    delay: float = Field(0, ge=0, le=5)


class Item(BaseModel):
    name: str = Field(..., max_length=100)


incident = Incident()
items = [Item(name=f"item {number}") for number in range(1, 201)]


async def backend():
    """The database that this shop does not have: it takes its time, and fails in an incident."""
    await asyncio.sleep(random.lognormvariate(-4.5, 0.6) + incident.delay)  # the median is 11 ms
    if random.random() < incident.errors:
        raise ConnectionError("the database does not answer")


app = FastAPI(title="Shop")
app.add_middleware(Measure)
shop = APIRouter(dependencies=[Depends(backend)])


@shop.get("/items")
async def list_items(offset: int = Query(0, ge=0)):
    return items[offset : offset + 20]


@shop.get("/items/{number}")
async def read_item(number: int):
    if not 1 <= number <= len(items):
        raise HTTPException(404, "no such item")
    return items[number - 1]


@shop.post("/items", status_code=201)
async def create_item(item: Item):
    items.append(item)
    del items[500:]  # load must not fill the memory
    return item


app.include_router(shop)


@app.get("/broken")
async def broken():
    """Always fails."""
    return 1 / 0


@app.post("/incident")
async def set_incident(wanted: Incident):
    """Starts an incident, or ends it: {} is an incident of nothing."""
    global incident
    incident = wanted
    return incident


@app.get("/metrics", include_in_schema=False)
async def metrics(request: Request):
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # several workers: add up what all of them counted
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    encode, content_type = choose_encoder(request.headers.get("Accept"))
    # Not media_type=content_type, to which the framework would add a second charset.
    return Response(encode(registry), headers={"Content-Type": content_type})

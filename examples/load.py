"""Visitors for a shop on this machine: so many requests per second, for so many seconds.

It calls 127.0.0.1 only, and prints at the end what it sent and what was answered.
"""

import argparse
import http.client
import json
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

MAX_IN_FLIGHT = 64
MAX_RATE = 200
MAX_SECONDS = 3600
PATIENCE = 10  # seconds that a visitor waits for an answer


def visit():
    """What one visitor asks for: mostly to read, sometimes to write, rarely what is not there."""
    share = random.random()
    if share < 0.4:
        return "GET", "/items", None
    if share < 0.8:
        return "GET", f"/items/{random.randint(1, 210)}", None
    if share < 0.99:
        return "POST", "/items", json.dumps({"name": f"item of {share:.3f}"})
    return "GET", "/wp-login.php", None  # somebody always tries


def call(port, method, path, body):
    """The status of the answer, or what there was instead of one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException) as problem:
        return type(problem).__name__
    finally:
        connection.close()


def send(port, rate, seconds):
    """Sends at the times that the rate asks for, whether or not earlier calls were answered."""
    answers = Counter()
    lock = threading.Lock()
    places = threading.Semaphore(MAX_IN_FLIGHT)

    def run(method, path, body):
        answer = call(port, method, path, body)
        with lock:
            answers[method, answer] += 1
        places.release()

    start = time.monotonic()
    with ThreadPoolExecutor(MAX_IN_FLIGHT) as pool:
        for number in range(round(rate * seconds)):
            time.sleep(max(0, start + number / rate - time.monotonic()))
            method, path, body = visit()
            if places.acquire(blocking=False):
                pool.submit(run, method, path, body)
            else:
                with lock:
                    answers[method, "not sent, too many open"] += 1
    return answers, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--rate", type=float, default=20, help=f"per second, up to {MAX_RATE}")
    parser.add_argument("--seconds", type=float, default=300, help=f"up to {MAX_SECONDS}")
    options = parser.parse_args()
    if not 0 < options.rate <= MAX_RATE or not 0 < options.seconds <= MAX_SECONDS:
        parser.error(f"at most {MAX_RATE} per second for at most {MAX_SECONDS} seconds")
    answers, took = send(options.port, options.rate, options.seconds)
    for (method, answer), count in sorted(answers.items(), key=str):
        print(f"{method:4} {answer}  {count}")
    print(f"{sum(answers.values())} requests in {took:.1f} s")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("stopped")

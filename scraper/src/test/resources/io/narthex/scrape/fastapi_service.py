"""A FastAPI service for example.org only. Argument: port."""
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["example.org"])


@app.get("/metrics", response_class=PlainTextResponse)
def metrics():
    return "a 1\n"


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]))

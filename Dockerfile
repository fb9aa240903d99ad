# One image for every process of a production installation (see docker-compose.yml).

FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements/ requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt

# The front-end files change seldom: their layer depends on the lock file alone.
FROM build AS frontend
COPY package.json package-lock.json ./
COPY ops/ ops/
COPY core/__init__.py core/
COPY core/embedded/ core/embedded/
COPY core/supervisor/ core/supervisor/
RUN python -m ops frontend

FROM build AS static
COPY . .
COPY --from=frontend /app/static/build/ static/build/
# Nothing is connected to and nothing secret is kept: the key of this step stays in this stage.
RUN TERMKEEPER_ENV=production TERMKEEPER_HOSTS=localhost \
    TERMKEEPER_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://nobody@localhost/none REDIS_URL=redis://localhost/0 EMAIL_URL=mailbox: \
    TERMKEEPER_DATA=/tmp/data \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
# What WeasyPrint draws PDF reports with.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin termkeeper \
    && install --directory --owner=10001 --group=nogroup --mode=0700 /data
WORKDIR /app
COPY --from=static /app/ /app/
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TERMKEEPER_ENV=production \
    TERMKEEPER_DATA=/data
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "2", \
     "--timeout", "120", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-"]

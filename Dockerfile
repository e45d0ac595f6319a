FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /taskpal

COPY requirements.txt .
RUN pip install --requirement requirements.txt

RUN useradd --create-home --uid 1000 taskpal \
    && mkdir /data \
    && chown taskpal:taskpal /taskpal /data
USER taskpal
COPY --chown=taskpal:taskpal . .

# The front end is built into the image, so that a container starts at once.
RUN TASKPAL_DATA_DIR=/tmp/build python -m taskpal build && rm -rf /tmp/build .web/node_modules

ENV TASKPAL_HOST=0.0.0.0 TASKPAL_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://localhost:' + os.environ.get('PORT', '3000') + '/readyz')"]
STOPSIGNAL SIGINT
CMD ["python", "-m", "taskpal", "serve"]

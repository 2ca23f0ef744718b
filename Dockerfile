# The whole product in one image; compose.yaml runs its parts as separate services.
#
#   docker build -t talanoa .

FROM python:3.13-slim-bookworm AS wheel
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY tools tools
COPY talanoa talanoa
RUN pip install --no-cache-dir "hatchling>=1.27" "babel>=2.16" \
    && python -m hatchling build --target wheel

FROM python:3.13-slim-bookworm
# No init runs in a container, so Debian's services never start; masked all the same.
RUN mkdir -p /etc/systemd/system && ln -s /dev/null /etc/systemd/system/janus.service \
    && ln -s /dev/null /etc/systemd/system/coturn.service \
    && apt-get update \
    && apt-get install --yes --no-install-recommends janus coturn ffmpeg fontconfig fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /data talanoa
COPY requirements/run.txt /tmp/run.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/run.txt
COPY --from=wheel /src/dist/*.whl /tmp/
RUN pip install --no-cache-dir --no-deps /tmp/*.whl && rm /tmp/*.whl /tmp/run.txt

USER talanoa
ENV TALANOA_DATA_DIR=/data TALANOA_BIND=0.0.0.0
VOLUME /data
EXPOSE 8000 8001
# What is told to stop has ten seconds to do it, of which the parts use eight.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/')"
ENTRYPOINT ["talanoa"]
CMD ["serve"]

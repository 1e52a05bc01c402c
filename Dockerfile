# Backdrop with all that a run needs, also on nodes without a network, and with a read-only root:
#
#     docker build -t backdrop .
#     docker build -t backdrop --build-arg FETCH="quality heic" .
#     docker run --rm --network none --read-only --tmpfs /tmp --user "$(id -u):$(id -g)" \
#       -v "$PWD:/work" backdrop talk.mp4 office.jpg -o out.mp4 --offline
#
# docs/offline.md has more.

# Node's npm is there to install Deno, and stays behind.
FROM debian:bookworm-slim AS deno
ARG DENO_VERSION=2.9.6
# Another npm registry than the usual one, for this and for Backdrop's packages.
ARG NPM_REGISTRY=
RUN apt-get update \
  && apt-get install -y --no-install-recommends npm ca-certificates \
  && rm -rf /var/lib/apt/lists/*
RUN npm install --global ${NPM_REGISTRY:+--registry "$NPM_REGISTRY"} "deno@$DENO_VERSION" \
  && cp "$(find / -path '*/@deno/linux-*/deno' -type f | head -n 1)" /usr/local/bin/deno-alone \
  && /usr/local/bin/deno-alone --version

FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg ca-certificates \
  && rm -rf /var/lib/apt/lists/*
COPY --from=deno /usr/local/bin/deno-alone /usr/local/bin/deno
ENV DENO_DIR=/opt/deno DENO_NO_UPDATE_CHECK=1
COPY cli.ts mod.ts deno.json deno.lock LICENSE NOTICE /opt/backdrop/
COPY lib /opt/backdrop/lib
WORKDIR /opt/backdrop
# What `cli.ts fetch` fetches, by its names, besides what the default runs need.
ARG FETCH=
# Deno takes packages from the registry that its cache names: so it must know that later, too.
ARG NPM_REGISTRY=
RUN if [ -n "$NPM_REGISTRY" ]; then echo "registry=$NPM_REGISTRY" > .npmrc; fi \
  && deno run -A cli.ts fetch \
  && if [ -n "$FETCH" ]; then deno run -A cli.ts fetch $FETCH; fi \
  # Of ONNX Runtime's libraries those of other systems: 200 MB.
  && rm -rf /opt/deno/npm/*/onnxruntime-node/*/bin/*/win32 \
    /opt/deno/npm/*/onnxruntime-node/*/bin/*/darwin \
  # Translated now, since a read-only cache keeps nothing: the threads' modules, which no module
  # imports, too.
  && deno cache --quiet cli.ts mod.ts $(find lib/files -name '*_worker.ts') \
  && deno run -A --cached-only cli.ts doctor --offline \
  && chmod -R a+rX /opt

RUN useradd --uid 10001 --create-home backdrop
USER 10001
WORKDIR /work
ENTRYPOINT ["deno", "run", "--quiet", "--cached-only", "-A", "/opt/backdrop/cli.ts"]
CMD ["--help"]

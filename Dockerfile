# One image for every process of ours; docker-compose.yml says which one a container runs.
# Sources are run by tsx as in development, so that a stack trace names the line a reader can open.
FROM node:22.21.1-bookworm-slim AS base
WORKDIR /app
ENV TZ=UTC

# Everything, to build the page and the workflow bundle.
FROM base AS build
COPY package.json package-lock.json .npmrc ./
COPY scripts/generate-prisma-client.mjs scripts/
RUN npm ci --include=dev
COPY . .
RUN node scripts/generate-prisma-client.mjs && npm run build

# Only what runs.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
COPY scripts/generate-prisma-client.mjs scripts/
RUN npm ci --omit=dev && npm cache clean --force

FROM base AS run
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/build/workflow-bundle.js build/
COPY --from=build /app/web/dist web/dist
COPY --from=build /app/store store
COPY package.json tsconfig.json LICENSE* ./
COPY domain domain
COPY rules rules
COPY workflows workflows
COPY activities activities
COPY messaging messaging
COPY config config
COPY api api
COPY workers workers
COPY stack stack
COPY prisma prisma
COPY scripts scripts
USER node
CMD ["node", "--require", "tsx/cjs", "api/server.ts"]

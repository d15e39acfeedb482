/**
 * Preloaded by the commands people run (`node --require ./scripts/load-installation.cjs …`): takes the addresses of
 * the installation that `npm start` runs, unless the environment already names others. Without an installation it
 * does nothing, and the command says itself what it misses.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const file = join(__dirname, '../.tiep-dan/application.env');
// Never half of each: an address from outside with a password from here would be neither's.
const isGiven = Boolean(process.env.DATABASE_URL);
if (!isGiven && existsSync(file)) process.loadEnvFile(file);

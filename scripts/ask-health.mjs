/** Asks a health address once: exits 0 when the answer is 2xx. For container health checks, where no curl is at hand. */
const [address = ''] = process.argv.slice(2);
const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) }).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;

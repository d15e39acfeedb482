/** Walks every chain of the audit log and prints the first break of each broken one; exit code 1 if any. */
import { readWorkerEnv } from '../config/env';
import { verifyAuditLog } from '../store/audit-log';
import { openDatabase } from '../store/client';

async function main(): Promise<void> {
  const database = openDatabase(readWorkerEnv().DATABASE_URL);
  const report = await verifyAuditLog(database, (cases) => {
    process.stderr.write(`${cases} cases walked\n`);
  });
  await database.$disconnect();
  for (const { caseId, sequence, reason } of report.breaks) {
    process.stdout.write(`${caseId} breaks at event ${sequence}: ${reason}\n`);
  }
  const { cases, events, breaks } = report;
  process.stdout.write(`${cases} cases, ${events} events, ${breaks.length} broken\n`);
  process.exitCode = breaks.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});

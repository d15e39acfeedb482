/**
 * `npm run reports:rebuild`: builds every reporting line again from the audit log, in one transaction.
 * Readers see the old lines until it is done; running projectors wait and go on by themselves.
 */
import { readWorkerEnv } from '../config/env';
import { rebuildReports } from '../store/rebuild-reports';
import { openDatabase } from '../store/client';

async function main(): Promise<void> {
  const database = openDatabase(readWorkerEnv().DATABASE_URL, { poolSize: 1 });
  try {
    const { cases, events, broken } = await rebuildReports(database, (done) => {
      console.log(
        `Đã dựng lại / rebuilt: ${done.cases} hồ sơ / cases, ${done.events} sự kiện / events`,
      );
    });
    console.log(`Xong / done: ${cases} hồ sơ / cases, ${events} sự kiện / events.`);
    if (broken.length === 0) return;
    process.exitCode = 1;
    console.error(
      `Bỏ qua vì nhật ký không hợp lệ / left out, their history makes no sense: ${broken.join(', ')}`,
    );
  } finally {
    await database.$disconnect();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

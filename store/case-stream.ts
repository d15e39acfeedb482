/** Every case of an office, page by page in the order of their ids, so that memory holds one page only. */
import type { Case } from '../domain/case';
import type { Database } from './client';

/** Cases read at a time: some two megabytes. */
const PAGE = 500;

export async function* streamCases(
  database: Database,
  officeId: string,
  pageSize: number = PAGE,
): AsyncGenerator<Case[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await database.caseRow.findMany({
      where: { officeId, ...(after === undefined ? {} : { caseId: { gt: after } }) },
      select: { caseId: true, snapshot: true },
      orderBy: { caseId: 'asc' },
      take: pageSize,
    });
    if (rows.length > 0) yield rows.map((row) => row.snapshot as unknown as Case);
    after = rows.at(-1)?.caseId;
    if (rows.length < pageSize) return;
  }
}

export async function countCases(database: Database, officeId: string): Promise<number> {
  return database.caseRow.count({ where: { officeId } });
}

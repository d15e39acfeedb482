/** PostgreSQL `date` columns come and go as midnight UTC; nothing else here knows about time zones. */
import type { CivilDate } from '../domain/civil-date';

export function civilDateOf(column: Date): CivilDate {
  return column.toISOString().slice(0, 10) as CivilDate;
}

export function dateColumnOf(date: CivilDate): Date {
  return new Date(`${date}T00:00:00.000Z`);
}

/** What an office may enter in its calendar: the answers that depend on what stands there already. */
import { objectionTo } from '../../domain/office-calendar';
import type { CalendarDayEntry } from '../../domain/events';
import { on } from '../support/deadline-requests';

const rejection = (date: string, kind: CalendarDayEntry['kind']): CalendarDayEntry => ({
  date: on(date),
  kind,
  status: 'rejected',
  name: 'Bác bỏ',
  document: 'Thông báo 13/TB-UBND',
  knownOn: on('2026-11-20'),
});

const object = (day: CalendarDayEntry, days: readonly CalendarDayEntry[] = []) =>
  objectionTo(day, { version: 1, days: [...days] }, on('2026-11-24'));

describe('a day an office rejects', () => {
  it('must stand in the calendar as that kind of day', () => {
    expect(object(rejection('2026-11-24', 'holiday'))).toBeUndefined();
    expect(object(rejection('2026-02-17', 'local_closure'))).toMatchObject({
      refusal: { refusal: 'calendar_nothing_to_reject' },
      field: 'kind',
    });
    expect(object(rejection('2026-12-01', 'local_closure'))).toMatchObject({
      refusal: { refusal: 'calendar_nothing_to_reject' },
      field: 'date',
    });
  });

  it('may be a closure of its own', () => {
    const closure = { ...rejection('2026-12-01', 'local_closure'), status: 'confirmed' as const };
    expect(object(rejection('2026-12-01', 'local_closure'), [closure])).toBeUndefined();
  });
});

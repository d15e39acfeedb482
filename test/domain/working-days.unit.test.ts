/** Civil dates and working days: the calendar's own arithmetic, before any law is applied. */
import fc from 'fast-check';
import {
  addDays,
  civilDateAt,
  compareCivilDates,
  endOfDayInstant,
  FIRST_EPOCH_DAY,
  fromEpochDay,
  LAST_EPOCH_DAY,
  parseCivilDate,
  toEpochDay,
  weekdayOf,
} from '../../domain/civil-date';
import type { CalendarDay, CalendarDayKind, CalendarDayStatus } from '../../domain/working-days';
import { createCalendar, unconfirmedDates, yearsWithoutCalendar } from '../../domain/working-days';
import { on, overlay, years } from '../support/deadline-requests';

const calendar = createCalendar(years);
const day = (text: string): number => toEpochDay(on(text));
const entry = (
  date: string,
  kind: CalendarDayKind,
  status: CalendarDayStatus = 'confirmed',
): CalendarDay => ({
  date,
  kind,
  status,
  name: 'Bão số 5',
  document: 'CV-1',
  knownOn: '2026-09-01',
});

describe('civil dates', () => {
  it('agree with the language’s own calendar over eight thousand years', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_EPOCH_DAY, max: LAST_EPOCH_DAY }), (epochDay) => {
        const date = fromEpochDay(epochDay);
        const native = new Date(epochDay * 86_400_000);
        expect(date).toBe(native.toISOString().slice(0, 10));
        expect(toEpochDay(date)).toBe(epochDay);
        expect(weekdayOf(date) % 7).toBe(native.getUTCDay());
        expect(parseCivilDate(date)).toBe(date);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '0000-01-01',
    '2026-1-1',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '20260101',
    '２０２６-01-01',
    '',
  ])('refuse %p', (text) => {
    expect(parseCivilDate(text)).toBeUndefined();
  });

  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('know %s', (text) => {
    expect(parseCivilDate(text)).toBe(text);
  });

  it('change at midnight in Vietnam, which is 17:00 UTC', () => {
    expect(civilDateAt(Date.UTC(2026, 10, 24, 16, 59, 59, 999))).toBe('2026-11-24');
    expect(civilDateAt(Date.UTC(2026, 10, 24, 17))).toBe('2026-11-25');
    expect(endOfDayInstant(on('2026-11-24'))).toBe(Date.UTC(2026, 10, 24, 17));
    expect(civilDateAt(endOfDayInstant(on('2026-11-24')))).toBe('2026-11-25');
  });

  it('compare and add as days', () => {
    expect(compareCivilDates(on('2026-01-31'), on('2026-02-01'))).toBeLessThan(0);
    expect(compareCivilDates(on('2026-02-01'), on('2026-01-31'))).toBeGreaterThan(0);
    expect(compareCivilDates(on('2026-02-01'), on('2026-02-01'))).toBe(0);
    expect(addDays(on('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addDays(on('2026-01-01'), -1)).toBe('2025-12-31');
  });
});

describe('the working calendar', () => {
  it('knows Tết, the swapped Friday and the Saturday worked for it', () => {
    expect(calendar.isWorking(day('2026-02-17'))).toBe(false);
    expect(calendar.isWorking(day('2026-01-02'))).toBe(false);
    expect(calendar.isWorking(day('2026-01-10'))).toBe(true);
    expect(calendar.describeDay(day('2026-01-10'))).toMatchObject({
      kind: 'swapped_work',
      isWorking: true,
      document: { id: 'VPCP-12729-2025' },
    });
    expect(calendar.describeDay(day('2026-01-11'))).toMatchObject({
      kind: 'weekend',
      isWorking: false,
    });
  });

  it('counts an unconfirmed holiday as an ordinary day, and says so', () => {
    expect(calendar.isWorking(day('2026-11-24'))).toBe(true);
    expect(calendar.describeDay(day('2026-11-24')).kind).toBe('unconfirmed');
    expect(unconfirmedDates(calendar)).toEqual(['2026-11-24']);
    const confirmed = calendar.confirming([day('2026-11-24')]);
    expect(confirmed.isWorking(day('2026-11-24'))).toBe(false);
    expect(confirmed.unconfirmedDays).toEqual([]);
  });

  it('lets the office confirm or reject a published day', () => {
    const confirmed = createCalendar(years, [entry('2026-11-24', 'holiday')]);
    const rejected = createCalendar(years, [entry('2026-11-24', 'holiday', 'rejected')]);
    expect(confirmed.isWorking(day('2026-11-24'))).toBe(false);
    expect(rejected.isWorking(day('2026-11-24'))).toBe(true);
    expect(rejected.unconfirmedDays).toEqual([]);
    // Told, not passed over: people expect this day to be off.
    expect(rejected.describeDay(day('2026-11-24'))).toMatchObject({
      kind: 'rejected',
      isWorking: true,
    });
    const moot = createCalendar(years, [entry('2026-11-22', 'holiday', 'rejected')]);
    expect(moot.describeDay(day('2026-11-22')).kind).toBe('weekend');
  });

  it('gives the make-up Saturday back when its closure is taken back', () => {
    const saturday = '2026-08-22';
    const storm = entry(saturday, 'local_closure');
    const calm = entry(saturday, 'local_closure', 'rejected');
    expect(createCalendar(years, [storm]).isWorking(day(saturday))).toBe(false);
    const again = createCalendar(years, [storm, calm]);
    expect(again.isWorking(day(saturday))).toBe(true);
    expect(again.describeDay(day(saturday)).kind).toBe('swapped_work');
  });

  it('never opens the office on Tết by rejecting a closure of that day', () => {
    const rejected = createCalendar(years, [entry('2026-02-17', 'local_closure', 'rejected')]);
    expect(rejected.isWorking(day('2026-02-17'))).toBe(false);
  });

  it('closes an office in a storm, and names the decision', () => {
    const document = {
      id: 'CV-1',
      title: 'Công văn nghỉ tránh bão',
      issuedOn: '2026-09-01',
      confidence: 'primary_mirror',
    };
    const closed = createCalendar(years, [entry('2026-09-10', 'local_closure')], {
      overlayDocuments: [document],
    });
    expect(closed.describeDay(day('2026-09-10'))).toMatchObject({
      kind: 'local_closure',
      isWorking: false,
      document,
    });
    expect(calendar.isWorking(day('2026-09-10'))).toBe(true);
  });

  it('forgets what was not yet known on an earlier date', () => {
    const asKnown = (date: string) =>
      createCalendar(years, [entry('2026-09-10', 'local_closure')], { asKnownOn: on(date) });
    // The swap of 2 January 2026 was announced on 25 December 2025.
    expect(asKnown('2025-12-24').isWorking(day('2026-01-02'))).toBe(true);
    expect(asKnown('2025-12-25').isWorking(day('2026-01-02'))).toBe(false);
    expect(asKnown('2026-08-31').isWorking(day('2026-09-10'))).toBe(true);
    expect(asKnown('2026-09-01').isWorking(day('2026-09-10'))).toBe(false);
  });

  it('falls back to the published day when the overlay was not yet known', () => {
    const later = { ...entry('2026-09-02', 'holiday', 'rejected'), knownOn: '2026-09-05' };
    expect(
      createCalendar(years, [later], { asKnownOn: on('2026-09-04') }).isWorking(day('2026-09-02')),
    ).toBe(false);
    expect(createCalendar(years, [later]).isWorking(day('2026-09-02'))).toBe(true);
  });

  it('names the years nobody has published, and invents no holiday in them', () => {
    expect(yearsWithoutCalendar(calendar, day('2026-12-30'), day('2028-01-02'))).toEqual([
      2027, 2028,
    ]);
    expect(yearsWithoutCalendar(calendar, day('2026-12-30'), day('2026-12-31'))).toEqual([]);
    expect(calendar.isWorking(day('2027-01-01'))).toBe(true);
  });

  it('counts by sums what a walk counts day by day', () => {
    fc.assert(
      fc.property(
        overlay(12),
        fc.integer({ min: day('2022-06-01'), max: day('2027-12-31') }),
        fc.integer({ min: 1, max: 60 }),
        (closures, from, n) => {
          const days = createCalendar(years, closures);
          const walk = (step: number): number => {
            let at = from;
            for (let left = n; left > 0;) {
              at += step;
              if (days.isWorking(at)) left -= 1;
            }
            return at;
          };
          const after = days.addWorkingDays(from, n);
          expect(after).toBe(walk(1));
          expect(days.subtractWorkingDays(from, n)).toBe(walk(-1));
          expect(days.workingDaysBetween(from, after)).toBe(n);
          expect(days.isWorking(days.nextWorkingDay(from))).toBe(true);
          expect(days.isWorking(days.previousWorkingDay(from))).toBe(true);
          expect(days.describeDay(from).isWorking).toBe(days.isWorking(from));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

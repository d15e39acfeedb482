/** What one person sees of a case: each date with everything that must be said beside it. */
import { caseView } from '../../api/case-view';
import type { CaseView } from '../../api/contract';
import { demoOfficerId } from '../../prisma/seed';
import { caseOf, command, instant, lived, on, OFFICERS } from '../support/given';

function seen(receivedOn: string, now: string): CaseView {
  const current = caseOf(
    lived([command('ReceiveCase', { receivedOn: on(receivedOn) }), receivedOn]),
  );
  const officer = {
    ...{ officerId: OFFICERS.intake_officer, officeId: demoOfficerId('tiepdan') },
    ...{ userName: 'tiepdan', name: 'Lò Thị Hoa', role: 'intake_officer' as const },
  };
  const viewer = { officer, names: new Map(), now: instant(now) };
  return caseView(current, { documents: [] }, viewer);
}

it('gives the date of a clock, the one an unconfirmed day off would bring, and the other text’s', () => {
  const view = seen('2026-11-13', '2026-11-16');
  const accept = view.clocks.find(({ clock }) => clock === 'accept');
  const doubts = {
    isFinal: false,
    alternatives: [{ dueOn: '2026-11-25', ifConfirmed: ['2026-11-24'] }],
    conflictsWith: [
      {
        ruleId: 'KN-ACCEPT-WARN',
        basis: { vi: expect.stringContaining('Luật Khiếu nại'), en: expect.any(String) },
        dueOn: '2026-11-23',
      },
    ],
    warnings: [],
  };
  expect(accept).toMatchObject({ dueOn: '2026-11-24', daysLeft: 8, ...doubts });
  expect(accept?.flags.map(({ vi }) => vi)).toEqual([
    expect.stringContaining('chưa được đối chiếu'),
    expect.stringContaining('khác nhau'),
  ]);
  // The list's next deadline is the same one, with the same doubts.
  expect(view.nextDue).toMatchObject({ clock: 'accept', dueOn: '2026-11-24', ...doubts });
});

it('says which year has no calendar yet', () => {
  const { nextDue } = seen('2026-12-28', '2026-12-28');
  expect(nextDue).toMatchObject({
    isFinal: false,
    warnings: [{ vi: expect.stringContaining('2027'), en: expect.stringContaining('2027') }],
  });
});

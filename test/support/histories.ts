/**
 * One believable history for every state of a complaint, made by giving commands. Receipt is 2026-07-01,
 * the first day of the new acceptance term; everything else follows within the law's terms.
 */
import type { CommandData } from '../../domain/commands';
import { after, command, lived, on } from './given';
import type { Past, Step } from './given';

export const RECEIVED: Past[] = lived([command('ReceiveCase'), '2026-07-01']);

/** A matter of another body's: to be guided or transferred. */
export const CLASSIFIED_ELSEWHERE: Past[] = after(RECEIVED, [
  command('ClassifyCase', { competence: 'other_body' }),
  '2026-07-02',
]);

export const CLASSIFIED: Past[] = after(RECEIVED, [command('ClassifyCase'), '2026-07-02']);
export const ACCEPTED: Past[] = after(CLASSIFIED, [command('AcceptCase'), '2026-07-06']);
export const VERIFYING: Past[] = after(ACCEPTED, [command('AssignCase'), '2026-07-07']);

/** Verified, with findings that agree with the request or differ from it. */
export function verified(findings: CommandData['ReportVerification']['findings']): Past[] {
  return after(VERIFYING, [command('ReportVerification', { findings }), '2026-07-15']);
}

export const DIALOGUE_SCHEDULED: Past[] = after(verified('differ'), [
  command('ScheduleDialogue', { dialogueOn: on('2026-07-27') }),
  '2026-07-16',
]);
export const DIALOGUE_HELD: Past[] = after(
  DIALOGUE_SCHEDULED,
  [command('SendNotice'), '2026-07-17'],
  [command('RecordDialogue'), '2026-07-27'],
);
export const SUSPENDED: Past[] = after(VERIFYING, [command('SuspendResolution'), '2026-07-13']);
export const DECIDED: Past[] = after(DIALOGUE_HELD, [command('IssueDecision'), '2026-07-30']);
export const SENT: Past[] = after(DECIDED, [command('SendDecision'), '2026-07-31']);
export const PUBLISHED: Past[] = after(SENT, [command('PublishDecision'), '2026-08-03']);

const ending = (history: readonly Past[], ...step: Step): Past[] => after(history, step);

const HISTORY_OF: Readonly<Record<string, Past[]>> = {
  received: RECEIVED,
  classified: CLASSIFIED,
  accepted: ACCEPTED,
  verifying: VERIFYING,
  verified: verified('agree'),
  dialogue_scheduled: DIALOGUE_SCHEDULED,
  dialogue_held: DIALOGUE_HELD,
  suspended: SUSPENDED,
  decided: DECIDED,
  sent: SENT,
  published: PUBLISHED,
  closed: ending(PUBLISHED, command('CloseCase'), '2026-08-20'),
  refused: ending(CLASSIFIED, command('RefuseCase'), '2026-07-06'),
  guided: ending(CLASSIFIED_ELSEWHERE, command('GuideCase'), '2026-07-06'),
  transferred: ending(CLASSIFIED_ELSEWHERE, command('TransferCase'), '2026-07-06'),
  withdrawn: ending(VERIFYING, command('WithdrawCase'), '2026-07-10'),
};

/** A history that ends in a state. */
export function historyOf(state: string): Past[] {
  const history = HISTORY_OF[state];
  if (!history) throw new Error(`no history ends in ${state}`);
  return history;
}

export const ALL_HISTORIES: readonly Past[][] = Object.values(HISTORY_OF);

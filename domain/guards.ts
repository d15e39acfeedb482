/**
 * Special cases of the lifecycle that a table of states and roles cannot say. Each is referenced by
 * name from a kind's table and answers undefined for "no objection". A `Standing` looks at the case, the
 * person and the day; a `Guard` at what the command says as well.
 */
import type { Case } from './case';
import { addDays } from './civil-date';
import type { CivilDate } from './civil-date';
import { keysOf, NOTICES } from './codes';
import type { CommandData } from './commands';
import type { Guard, Standing } from './lifecycle';
import { refuse } from './refusals';

/** LKN Điều 17: only matters within the chair's competence are accepted or refused on the merits. */
export const withinCompetence: Standing = (current) =>
  current.classification?.competence === 'own' ? undefined : refuse('not_competent');

export const outsideCompetence: Standing = (current) =>
  current.classification?.competence === 'own' ? refuse('competent') : undefined;

/** A case officer acts only on cases given to him or her; chair and head may always act. */
export const assigneeOnly: Standing = (current, { actor }) =>
  actor.role === 'case_officer' && actor.officerId !== current.assigneeId
    ? refuse('not_assignee')
    : undefined;

export const differentAssignee: Guard = (current, command) =>
  command.type === 'ReassignCase' && command.data.officerId === current.assigneeId
    ? refuse('same_assignee')
    : undefined;

/**
 * LKN Điều 30: at first instance a dialogue is required when request and findings differ. Điều 30.6 and
 * NĐ 124/2020 Điều 28.4: it goes on without a complainant who stays away without good reason; with one
 * that has good reason it is held again.
 */
export const dialogueHeldIfFindingsDiffer: Standing = ({ findings, dialogueAttendance }) =>
  findings === 'differ' &&
  (dialogueAttendance === undefined || dialogueAttendance === 'absent_with_reason')
    ? refuse('dialogue_required')
    : undefined;

export const dialogueDayReached: Standing = (current, { today }) =>
  current.milestones.dialogue !== undefined && today < current.milestones.dialogue
    ? refuse('dialogue_not_yet', { params: { dialogueOn: current.milestones.dialogue } })
    : undefined;

type Notice = CommandData['SendNotice']['notice'];

/** A notice is sent only while something waits for it, so that no clock is met twice. */
function isAwaited({ milestones }: Case, notice: Notice): boolean {
  return {
    dialogue: milestones.dialogue !== undefined && !milestones.dialogue_notice,
    suspension: milestones.suspended !== undefined && !milestones.suspension_notice,
    resumption: milestones.resumed !== undefined && !milestones.resumption_notice,
  }[notice];
}

export const someNoticeIsDue: Standing = (current) =>
  keysOf(NOTICES).some((notice) => isAwaited(current, notice))
    ? undefined
    : refuse('notice_not_due');

export const noticeIsDue: Guard = (current, command) =>
  command.type !== 'SendNotice' || isAwaited(current, command.data.notice)
    ? undefined
    : refuse('notice_not_due');

/** Luật 136/2025 Điều 11a, with the transition of NĐ 155/2026 Điều 22.1: by today, not by receipt. */
const SUSPENSION_FROM = '2026-07-01';

export const suspensionInLaw: Standing = (_current, { today }) =>
  today < SUSPENSION_FROM
    ? refuse('suspension_not_in_law', { params: { from: SUSPENSION_FROM } })
    : undefined;

/** NĐ 124/2020 Điều 3a: from 2026-07-01 complexity is found on listed criteria, in writing. */
export const criteriaNamed: Guard = (_current, command, { today }) =>
  command.type === 'ExtendResolution' &&
  today >= SUSPENSION_FROM &&
  command.data.criteria.length === 0
    ? refuse('criteria_required')
    : undefined;

/** Farthest back a receipt may be entered: one year covers a letter found late, not a slip of the year. */
export const MAX_RECEIPT_AGE_DAYS = 365;

/** The paper may have come before today, never after it. */
export function receiptDateIsPlausible(receivedOn: string, today: CivilDate): ReturnType<Guard> {
  if (receivedOn > today) return refuse('received_in_future');
  return receivedOn < addDays(today, -MAX_RECEIPT_AGE_DAYS)
    ? refuse('received_too_long_ago', { params: { days: MAX_RECEIPT_AGE_DAYS } })
    : undefined;
}

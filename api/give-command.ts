/**
 * Step 2 of the walk: stores the words a command carries, hands the command over with commitments in
 * their place, and settles what a repeated or refused command means for those words.
 */
import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v5 as uuidFrom } from 'uuid';
import type { Actor } from '../domain/actors';
import { wordsFieldsOf } from '../domain/commands';
import type { Command, CommandName, ReceiveCaseBody } from '../domain/commands';
import { decide } from '../domain/decide';
import type { DocumentRef } from '../domain/ids';
import { isRefusal, refuse } from '../domain/refusals';
import { CURRENT_RULE_SET } from '../domain/rules';
import { caseExists } from '../store/cases';
import type { Database } from '../store/client';
import { readOfficeCalendar } from '../store/law-changes';
import type { Officer } from '../store/officers';
import { findRecordedCommand } from '../store/recorded-commands';
import { discardUnbound, putDocument, putSubmission, putText } from '../store/words';
import type { FileContent } from '../store/words';
import type { CommandOutcome } from '../workflows/case-messages';
import type { CaseGateway, Target } from './case-gateway';
import { OutcomePendingError } from './case-gateway';
import { keyReused, problem, ProblemError, refusalProblem } from './problems';

export interface Parts {
  database: Database;
  gateway: CaseGateway;
}

export interface Request {
  officer: Officer;
  /** The client's Idempotency-Key; absent: this request cannot be repeated safely. */
  key: string | undefined;
}

export interface Outcome extends CommandOutcome {
  caseId: string;
  commandId: string;
}

/** The same officer's same key is the same command. */
export function commandIdOf({ officer, key }: Request): string {
  return uuidFrom(`${officer.officerId}/${key ?? randomUUID()}`, officer.officeId);
}

export function actorOf(officer: Officer): Actor {
  return { officerId: officer.officerId, role: officer.role };
}

function hashOf(type: string, said: unknown): string {
  return createHash('sha256')
    .update(canonicalize({ type, said }) ?? '')
    .digest('hex');
}

/**
 * Receives a new case. Its id follows from the command's, so a repeated request finds the same case.
 *
 * @throws ProblemError for refusals, reused keys and an engine that cannot be reached
 */
export async function receiveCase(
  parts: Parts,
  request: Request,
  body: ReceiveCaseBody,
): Promise<Outcome> {
  const { officer } = request;
  const commandId = commandIdOf(request);
  const target = { caseId: uuidFrom('case', commandId), officeId: officer.officeId };
  const { submission, ...said } = body;
  const calendar = await readOfficeCalendar(parts.database, officer.officeId);
  const place = { id: uuidFrom('submission', commandId), ...target };
  const ref = await putSubmission(parts.database, place, submission);
  const command: Command = {
    type: 'ReceiveCase',
    data: { ...said, ...ref, ruleSet: CURRENT_RULE_SET, calendar },
    commandId,
    actor: actorOf(officer),
  };
  const commandHash = hashOf('ReceiveCase', { ...said, ...ref });
  const handOver = async (): Promise<CommandOutcome | undefined> => {
    // Asked here first, so that a refused receipt does not start a workflow at all.
    const decision = decide(target, undefined, command, Date.now());
    if (isRefusal(decision)) throw new ProblemError(refusalProblem(decision));
    return parts.gateway.submit(target, { command, commandHash });
  };
  return settle(parts, { target, commandId, commandHash, words: [place.id], handOver });
}

/**
 * Gives a command by name on an existing case.
 *
 * @throws ProblemError as above, and 404 when this office has no such case
 */
export async function giveCommand(
  parts: Parts,
  request: Request,
  caseId: string,
  asked: { type: CommandName; body: object; expectedVersion: number | undefined },
): Promise<Outcome> {
  const target = await existing(parts, request.officer, caseId);
  const commandId = commandIdOf(request);
  const { data, words } = await withoutWords(parts.database, target, commandId, asked);
  return give(parts, request.officer, {
    target,
    commandId,
    words,
    type: asked.type,
    data,
    expectedVersion: asked.expectedVersion,
  });
}

/** Attaches a file that has already been checked. @throws as `giveCommand` */
export async function attachDocument(
  parts: Parts,
  request: Request,
  caseId: string,
  file: FileContent,
): Promise<Outcome> {
  const target = await existing(parts, request.officer, caseId);
  const commandId = commandIdOf(request);
  const id = uuidFrom('document', commandId);
  const document: DocumentRef = await putDocument(parts.database, { id, ...target }, file);
  return give(parts, request.officer, {
    target,
    commandId,
    words: [id],
    type: 'AttachDocument',
    data: { document },
    expectedVersion: undefined,
  });
}

async function existing(parts: Parts, officer: Officer, caseId: string): Promise<Target> {
  if (await caseExists(parts.database, officer.officeId, caseId)) {
    return { caseId, officeId: officer.officeId };
  }
  throw new ProblemError(caseNotFound());
}

export function caseNotFound(): ReturnType<typeof problem> {
  return problem(404, 'case_not_found', {
    vi: 'Không tìm thấy hồ sơ.',
    en: 'There is no such case.',
  });
}

interface Ready {
  target: Target;
  commandId: string;
  /** Rows to discard should the command be refused. */
  words: string[];
  type: Command['type'];
  data: object;
  expectedVersion: number | undefined;
}

function give(parts: Parts, officer: Officer, ready: Ready): Promise<Outcome> {
  const { target, commandId, words, type, data, expectedVersion } = ready;
  const command = {
    type,
    data,
    commandId,
    actor: actorOf(officer),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  } as Command;
  const commandHash = hashOf(type, data);
  const handOver = (): Promise<CommandOutcome | undefined> =>
    parts.gateway.command(target, { command, commandHash });
  return settle(parts, { target, commandId, commandHash, words, handOver });
}

/** Replaces every text of the body by its reference; which fields are texts, the schema knows. */
async function withoutWords(
  database: Database,
  target: Target,
  commandId: string,
  asked: { type: CommandName; body: object },
): Promise<{ data: object; words: string[] }> {
  const words: string[] = [];
  const data: Record<string, unknown> = { ...asked.body };
  for (const field of wordsFieldsOf(asked.type)) {
    const id = uuidFrom(field, commandId);
    data[field] = await putText(database, { id, ...target }, data[field] as string);
    words.push(id);
  }
  return { data, words };
}

interface Hand {
  target: Target;
  commandId: string;
  commandHash: string;
  words: string[];
  handOver: () => Promise<CommandOutcome | undefined>;
}

async function settle(parts: Parts, hand: Hand): Promise<Outcome> {
  const { target, commandId, commandHash } = hand;
  const outcome = await attempt(parts, hand);
  if (outcome.commandHash !== commandHash) {
    await discardUnbound(parts.database, hand.words);
    throw new ProblemError(keyReused());
  }
  return { ...outcome, caseId: target.caseId, commandId };
}

/** An ended case takes no commands, but a command it took before it ended still has its outcome. */
async function attempt(parts: Parts, hand: Hand): Promise<CommandOutcome> {
  const { target, commandId, words } = hand;
  try {
    const outcome = await hand.handOver();
    if (outcome) return outcome;
    const earlier = await earlierOutcome(parts.database, target.caseId, commandId);
    if (earlier) return earlier;
    throw new ProblemError(refusalProblem(refuse('case_is_final')));
  } catch (error) {
    if (error instanceof OutcomePendingError) return pending(parts, target.caseId, commandId);
    if (!(error instanceof ProblemError) || error.problem.status >= 500) throw error;
    // Refused: but perhaps only because the same command was recorded in an earlier run of the case.
    const earlier = await earlierOutcome(parts.database, target.caseId, commandId);
    if (earlier) return earlier;
    await discardUnbound(parts.database, words);
    throw error;
  }
}

async function pending(parts: Parts, caseId: string, commandId: string): Promise<CommandOutcome> {
  const earlier = await earlierOutcome(parts.database, caseId, commandId);
  if (earlier) return earlier;
  throw new OutcomePendingError();
}

async function earlierOutcome(
  database: Database,
  caseId: string,
  commandId: string,
): Promise<CommandOutcome | undefined> {
  const earlier = await findRecordedCommand(database, caseId, commandId);
  return earlier && { version: earlier.lastSequence, commandHash: earlier.commandHash };
}

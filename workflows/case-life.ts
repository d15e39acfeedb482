/**
 * What one run of a case's workflow knows and does: it judges commands, has decisions recorded one at a
 * time and folds what was recorded. Steps 4, 5 and 8 of the walk. It names no state and no rule, and it
 * must not start a timer: when to wake is `caseWorkflow`'s.
 */
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { SYSTEM } from '../domain/actors';
import type { Case } from '../domain/case';
import { nextAlarmAt } from '../domain/clocks';
import type { Command } from '../domain/commands';
import { decide } from '../domain/decide';
import type { Decision } from '../domain/decide';
import type { RecordedEvent } from '../domain/events';
import { evolve } from '../domain/evolve';
import { KINDS } from '../domain/kinds';
import { isFinalState } from '../domain/lifecycle';
import { isRefusal } from '../domain/refusals';
import type { Refusal } from '../domain/refusals';
import { recallDecision, recallEvents, recordDecision } from './case-activities';
import type { CaseCommand, CaseWorkflowInput, CommandOutcome } from './case-messages';
import { createTurnstile } from './turnstile';

/** Command ids handed to the next run: enough for every retry still under way. */
const REMEMBERED_COMMANDS = 500;

export class CaseLife {
  readonly #input: CaseWorkflowInput;
  readonly #seen: Set<string>;
  readonly #inTurn = createTurnstile();
  #current: Case | undefined;
  #handled = 0;

  constructor(input: CaseWorkflowInput) {
    this.#input = input;
    this.#current = input.carried?.current;
    this.#seen = new Set(input.carried?.recentCommandIds);
  }

  /** The case, or null before it is received. */
  view(): Case | null {
    return this.#current ?? null;
  }

  isOver(): boolean {
    const current = this.#current;
    return current !== undefined && isFinalState(KINDS[current.kind], current.state);
  }

  /** Whether this run has taken as much as one history should hold. */
  isFull(): boolean {
    return this.#handled >= this.#input.updatesPerRun || workflowInfo().continueAsNewSuggested;
  }

  /** Epoch milliseconds; Infinity when no clock runs. */
  nextAlarmAt(): number {
    return this.#current ? nextAlarmAt(this.#current) : Infinity;
  }

  /** The validator: synchronous, changes nothing. @throws what the handler would, before history knows. */
  check({ command }: CaseCommand): void {
    if (this.#seen.has(command.commandId)) return;
    const decision = this.#judge(command);
    if (isRefusal(decision)) throw asFailure(decision);
  }

  /** The handler: in turn, and once per command id. */
  async take(request: CaseCommand): Promise<CommandOutcome> {
    const { commandId } = request.command;
    const outcome = await this.#inTurn(async () => {
      const earlier = this.#seen.has(commandId)
        ? await recallDecision(this.#input.caseId, commandId)
        : undefined;
      return earlier
        ? { version: earlier.lastSequence, commandHash: earlier.commandHash }
        : await this.#perform(request);
    });
    this.#seen.add(commandId);
    this.#handled += 1;
    return outcome;
  }

  /** Takes a command nobody waits for: one that is refused, being late or known already, is left alone. */
  async adopt(request: CaseCommand): Promise<void> {
    await this.take(request).catch(unlessRefused);
  }

  /** Records what the alarms that are due mean. */
  async ring(): Promise<void> {
    await this.#inTurn(() =>
      this.#perform(alarmFor(this.#input.caseId, this.#current?.version ?? 0)),
    );
  }

  /** What the next run begins with. */
  handedOver(): CaseWorkflowInput {
    if (!this.#current) return this.#input;
    const recentCommandIds = [...this.#seen].slice(-REMEMBERED_COMMANDS);
    return { ...this.#input, carried: { current: this.#current, recentCommandIds } };
  }

  #judge(command: Command): Decision {
    return decide(this.#input, this.#current, command, Date.now());
  }

  async #perform({ command, commandHash }: CaseCommand): Promise<CommandOutcome> {
    const { caseId, officeId } = this.#input;
    for (;;) {
      const decision = this.#judge(command);
      if (isRefusal(decision)) throw asFailure(decision);
      const { actor, commandId } = command;
      if (decision.facts.length === 0) return { version: this.#current?.version ?? 0, commandHash };
      const recorded = await recordDecision({
        caseId,
        officeId,
        commandId,
        commandHash,
        actor,
        decidedAt: Date.now(),
        current: this.#current ?? null,
        facts: decision.facts,
      }).catch(unlessStale);
      if (recorded) {
        this.#fold(recorded.events);
        await this.#pay(recorded.owed);
        return { version: versionAfter(recorded.events), commandHash: recorded.commandHash };
      }
      await this.#catchUp();
    }
  }

  /** After a decision on an old version, before it is made afresh. */
  async #catchUp(): Promise<void> {
    const { caseId } = this.#input;
    // A command recorded before a crash that this run never heard of.
    const missed = await recallEvents(caseId, this.#current?.version ?? 0);
    if (missed.length > 0) {
      this.#fold(missed);
      return;
    }
    // The database is behind instead: restored to an earlier moment. It is the record, so begin from it.
    this.#current = undefined;
    this.#fold(await recallEvents(caseId, 0));
  }

  /** Within the turn of the receipt: the case is not seen under the older calendar. */
  async #pay(owed: CaseCommand | undefined): Promise<void> {
    if (!owed) return;
    await this.#perform(owed).catch(unlessRefused);
    this.#seen.add(owed.command.commandId);
  }

  #fold(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      // A repeated command returns events already folded.
      if (event.sequence > (this.#current?.version ?? 0)) {
        this.#current = evolve(this.#current, event);
      }
    }
  }
}

/** The one place where an expected "no" becomes a Temporal failure: its type is the refusal's code. */
function asFailure(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    message: refusal.detail.en,
    type: refusal.refusal,
    nonRetryable: true,
    details: [refusal.params ?? {}],
  });
}

/** The one kind of failure `asFailure` makes is over with; any other goes on. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof ApplicationFailure)) throw error;
}

function versionAfter(events: readonly RecordedEvent[]): number {
  return events.at(-1)?.sequence ?? 0;
}

/** Undefined for a decision made on an old version; any other failure goes on. */
function unlessStale(error: unknown): undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ApplicationFailure && cause.type === 'StaleDecisionError')
      return undefined;
  }
  throw error;
}

/** An alarm's command id follows from the case and its version, so that a repeated alarm is one alarm. */
function alarmFor(caseId: string, version: number): CaseCommand {
  const commandId = `${caseId.slice(0, 24)}${version.toString(16).padStart(12, '0')}`;
  return {
    command: { type: 'RingAlarm', data: {}, commandId, actor: SYSTEM },
    commandHash: '0'.repeat(64),
  };
}

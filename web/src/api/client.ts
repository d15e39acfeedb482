/**
 * The only caller of the API. Paths and shapes come from schema.d.ts, which is generated from
 * docs/openapi.json (`npm run web:client`); it must not be edited and nothing here repeats it.
 */
import createClient from 'openapi-fetch';
import { errorOf, unreachable } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Officer = Schemas['Officer'];
export type Lifecycle = Schemas['Lifecycle'];
export type CaseList = Schemas['CaseList'];
export type History = Schemas['History'];
export type CaseSummary = Schemas['CaseSummary'];
export type CaseView = Schemas['Case'];
export type Clock = Schemas['Clock'];
export type HistoryEvent = Schemas['HistoryEvent'];
export type ReportSummary = Schemas['ReportSummary'];
export type Calendar = Schemas['Calendar'];
export type CalendarDay = Calendar['days'][number];
export type CalendarDayBody = Schemas['CalendarDayBody'];
export type CalendarChange = Schemas['CalendarChanges']['changes'][number];
export type LawChange = Schemas['LawChange'];
export type DeadlineAnswer = Schemas['Deadline'];
export type RuleSets = Schemas['RuleSets'];
export type RuleSet = RuleSets['ruleSets'][number];
export type Rule = RuleSet['rules'][number];
export type ReceiveCaseBody = NonNullable<
  paths['/api/v1/cases']['post']['requestBody']
>['content']['application/json'];

/** A request that fails as a problem when nothing answers. */
export async function reach(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request);
  } catch {
    throw unreachable();
  }
}

export const http = createClient<paths>({
  fetch: (request) => reach(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. @throws ProblemError when the API refuses or does not answer */
export async function answer<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request;
  if (!response.ok || data === undefined) throw errorOf(response, error);
  return data;
}

/**
 * A key that makes sending the same form again harmless. Not `crypto.randomUUID`: browsers offer it only
 * on https and on the machine itself, and an office may serve the page over its own network.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface CommandRequest {
  caseId: string;
  /** A name the server gave in `allowedCommands`. */
  command: string;
  /** Version of the case on the screen. */
  expectedVersion: number;
  data: Record<string, unknown>;
  key: string;
}

type CommandPath = '/api/v1/cases/{caseId}/commands/AddNote';

/** Gives a command by name. Every command has the same envelope; the server checks the data. */
export function giveCommand(request: CommandRequest): Promise<CaseView> {
  const { caseId, command, expectedVersion, data, key } = request;
  // One path stands for all of them: the name is data from the server, not known when this is compiled.
  const path = `/api/v1/cases/{caseId}/commands/${command}` as CommandPath;
  return answer(
    http.POST(path, {
      params: { path: { caseId }, header: { 'idempotency-key': key } },
      body: { expectedVersion, data: data as { note: string } },
    }),
  );
}

/** @throws ProblemError when the session may still be open */
export async function endSession(): Promise<void> {
  const { response, error } = await http.DELETE('/api/v1/session');
  if (!response.ok) throw errorOf(response, error);
}

/** Sends one file; the server decides by its bytes whether it is taken. */
export async function attachDocument(caseId: string, file: File, key: string): Promise<CaseView> {
  const body = new FormData();
  body.append('file', file);
  const response = await reach(`/api/v1/cases/${caseId}/documents`, {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body,
  });
  const content: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw errorOf(response, content);
  return content as CaseView;
}

/** The deadline explained day by day: a page to print, or JSON that verifies itself elsewhere. */
export function certificateAddress(caseId: string, clock: string, format: 'html' | 'json'): string {
  return `/api/v1/cases/${caseId}/clocks/${clock}/certificate?format=${format}`;
}

export function documentAddress(caseId: string, documentId: string): string {
  return `/api/v1/cases/${caseId}/documents/${documentId}`;
}

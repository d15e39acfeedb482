/**
 * How a case is called: by its reference number among people, by its workflow id in Temporal. Ids are
 * opaque. Free of zod, because workflows import it.
 */

/** The Temporal workflow that lives a case's life. */
export function workflowIdOf(caseId: string): string {
  return `case-${caseId}`;
}

/** `KN-2026-000123`: prefix of the kind, year of receipt, running number of the office in that year. */
export function referenceNumber(prefix: string, year: number, ordinal: number): string {
  return `${prefix}-${year}-${String(ordinal).padStart(6, '0')}`;
}

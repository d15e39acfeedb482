/** Finds the label of a code in the lifecycle the server sent. A code without one is shown as it is. */
import type { Lifecycle } from '../api/client';
import type { Label } from './language';

const asIs = (code: string): Label => ({ vi: code, en: code });

export function stateLabel({ kinds }: Lifecycle, state: string): Label {
  const states = kinds.flatMap((kind) => kind.states);
  return states.find((spec) => spec.state === state)?.label ?? asIs(state);
}

export function clockLabel({ kinds }: Lifecycle, clock: string): Label {
  const clocks = kinds.flatMap((kind) => kind.clocks);
  return clocks.find((spec) => spec.clock === clock)?.label ?? asIs(clock);
}

export function roleLabel({ roles }: Lifecycle, role: string): Label {
  return (roles as Record<string, Label>)[role] ?? asIs(role);
}

export type Transition = Lifecycle['kinds'][number]['transitions'][number];

/** A row of the lifecycle table with this command; its label and basis are the same in every row. */
export function transitionOf({ kinds }: Lifecycle, command: string): Transition | undefined {
  return kinds.flatMap((kind) => kind.transitions).find((row) => row.command === command);
}

/** Whether the lifecycle table names this role for the command; the server decides. */
export function mayGive({ kinds }: Lifecycle, role: string, command: string): boolean {
  const rows = kinds.flatMap((kind) => kind.transitions).filter((row) => row.command === command);
  return rows.some((row) => row.by.some((one) => one === role));
}

/** Labels of a field's codes; a command may have its own meaning for a field's name. */
export function codesOf(
  { codes, kinds }: Lifecycle,
  command: string,
  field: string,
): Record<string, Label> | undefined {
  if (field === 'kind') return Object.fromEntries(kinds.map(({ kind, label }) => [kind, label]));
  return codes[`${command}.${field}`] ?? codes[field];
}

export function codeLabel(lifecycle: Lifecycle, field: string, code: string): Label {
  return codesOf(lifecycle, '', field)?.[code] ?? asIs(code);
}

/** The kinds of case this office handles: one table each. */
import type { KindName } from './case';
import { COMPLAINT } from './kinds/complaint';
import type { CaseKind } from './lifecycle';

export const KINDS: Readonly<Record<KindName, CaseKind>> = { complaint: COMPLAINT };

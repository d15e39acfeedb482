/**
 * Version → published file, and nothing else. Every file named here is frozen by `manifest.json`;
 * `domain/rules.ts` gives the contents their types, and a test checks the shapes.
 */
import calendar2023 from './calendars/2023.json';
import calendar2024 from './calendars/2024.json';
import calendar2025 from './calendars/2025.json';
import calendar2026 from './calendars/2026.json';
import deadlines202611 from './2026-11/deadlines.json';

/** Rule-set version → contents of its deadlines file. */
export const DEADLINE_FILES: Readonly<Record<string, unknown>> = {
  '2026-11': deadlines202611,
};

/** The version a case born now is pinned to. */
export const CURRENT_VERSION = '2026-11';

/** Published calendar years, ascending. */
export const CALENDAR_FILES: readonly unknown[] = [
  calendar2023,
  calendar2024,
  calendar2025,
  calendar2026,
];

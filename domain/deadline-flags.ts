/**
 * What must be said beside a date: how sure the row is, what the law does not know, what had no effect.
 * A flag never changes a date.
 */
import type { CountableRule, Term } from './deadline-arithmetic';
import { periodAround, runsForward } from './deadline-arithmetic';
import type { GrantedExtension } from './deadline-extensions';
import type { DeadlineRequest } from './deadline-request';

export const DEADLINE_FLAGS = {
  low_confidence: {
    vi: 'Căn cứ của quy định này chưa được đối chiếu với văn bản gốc',
    en: 'The basis of this rule was not read as statute text',
  },
  conflict_in_law: {
    vi: 'Các văn bản quy định khác nhau về bước này; xem cả hai ngày',
    en: 'Texts disagree about this step; look at both dates',
  },
  internal: {
    vi: 'Mốc cảnh báo nội bộ, không phải thời hạn theo luật',
    en: 'The office’s own warning, not a duty in law',
  },
  pause_not_in_law: {
    vi: 'Pháp luật không quy định tạm đình chỉ đối với thời hạn này; vẫn trừ theo yêu cầu',
    en: 'The law knows no suspension of this term; counted as asked',
  },
  pause_before_suspension_law: {
    vi: 'Tạm đình chỉ trước ngày quy định về tạm đình chỉ có hiệu lực; vẫn trừ theo yêu cầu',
    en: 'A pause began before the law knew suspension; counted as asked',
  },
  pause_without_effect: {
    vi: 'Có khoảng tạm đình chỉ không ảnh hưởng đến thời hạn',
    en: 'A pause has no effect on this term',
  },
  criteria_not_named: {
    vi: 'Quyết định gia hạn phải nêu tiêu chí phức tạp bằng văn bản',
    en: 'The extension must name its criteria of complexity in writing',
  },
  hour_not_known: { vi: 'Chưa biết giờ bắt đầu', en: 'The hour of the start is not known' },
  period_without_working_day: {
    vi: 'Cả kỳ không có ngày làm việc; chuyển sang ngày làm việc tiếp theo',
    en: 'The whole period has no working day; moved to the next one',
  },
} as const;

export type DeadlineFlag = keyof typeof DEADLINE_FLAGS;

type Flagged = {
  readonly rule: CountableRule;
  readonly term: Term;
  readonly granted: readonly GrantedExtension[];
};

/** Flags in the order of the table above. `due` is an epoch day, Infinity while paused. */
export function flagsOf(
  { rule, term, granted }: Flagged,
  request: DeadlineRequest,
  due: number,
): readonly DeadlineFlag[] {
  const raised: Record<DeadlineFlag, boolean> = {
    low_confidence: rule.confidence !== 'primary_mirror',
    conflict_in_law: rule.conflictsWith !== undefined || rule.confidence === 'unresolved_conflict',
    internal: rule.internal === true,
    ...pauseFlags(rule, term, request, due),
    criteria_not_named: granted.some((extension) => extension.lacksCriteria),
    hour_not_known: rule.unit === 'hour' && request.startTime === undefined,
    period_without_working_day:
      rule.bound === 'min_frequency' && due > periodAround(rule.unit, term.start).last,
  };
  return (Object.keys(DEADLINE_FLAGS) as DeadlineFlag[]).filter((flag) => raised[flag]);
}

function pauseFlags(
  rule: CountableRule,
  term: Term,
  request: DeadlineRequest,
  due: number,
): Pick<
  Record<DeadlineFlag, boolean>,
  'pause_not_in_law' | 'pause_before_suspension_law' | 'pause_without_effect'
> {
  const asked = request.pauses ?? [];
  const since = rule.suspendableFrom;
  return {
    pause_not_in_law: asked.length > 0 && !rule.suspendable,
    pause_before_suspension_law: since !== null && asked.some((pause) => pause.from < since),
    pause_without_effect:
      (asked.length > 0 && !runsForward(rule)) ||
      term.pauses.some((pause) => pause.from >= due || pause.from === pause.to),
  };
}

/**
 * A computed term in sentences an officer can read to a citizen: Vietnamese, and the same lines in
 * English. It repeats what the arithmetic did; it decides nothing.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay } from './civil-date';
import type { CountableRule, Term } from './deadline-arithmetic';
import { lastCountedDay, periodAround, runsForward } from './deadline-arithmetic';
import type { GrantedExtension } from './deadline-extensions';
import type { DeadlineRequest } from './deadline-request';
import type { Words } from './deadline-words';
import { citation, dayText, GROUND_TEXT, printedDate, UNIT_TEXT, wordsFor } from './deadline-words';
import type { WorkingCalendar } from './working-days';

type Story = {
  readonly prepared: {
    readonly rule: CountableRule;
    readonly term: Term;
    readonly granted: readonly GrantedExtension[];
  };
  readonly request: DeadlineRequest;
  readonly calendar: WorkingCalendar;
  readonly dueOn: CivilDate | null;
  readonly dueAt?: string;
};

/** Sentences in both languages, line for line. */
export function explain(story: Story): {
  readonly vi: readonly string[];
  readonly en: readonly string[];
} {
  const { rule } = story.prepared;
  const lines = [ruleLine(rule), ...bodyLines(story), endLine(story)];
  return { vi: lines.map((line) => line.vi), en: lines.map((line) => line.en) };
}

function ruleLine(rule: CountableRule): Words {
  const unit = UNIT_TEXT[rule.unit];
  const amount =
    rule.unit === 'immediately'
      ? unit
      : { vi: `${rule.amount} ${unit.vi}`, en: `${rule.amount} ${unit.en}` };
  const basis = citation(rule.basis);
  return {
    vi: `${rule.id}: ${amount.vi}, căn cứ ${basis.vi}.`,
    en: `${rule.id}: ${amount.en}, under ${basis.en}.`,
  };
}

function bodyLines(story: Story): readonly Words[] {
  const { rule } = story.prepared;
  if (rule.unit === 'immediately') {
    return [
      {
        vi: 'Phải làm ngay trong ngày, kể cả ngày nghỉ.',
        en: 'To be done that very day, rest day or not.',
      },
    ];
  }
  if (rule.unit === 'hour') return hourLines(story);
  if (rule.bound === 'min_before') return backwardLines(story);
  return runsForward(rule) ? forwardLines(story) : frequencyLines(story);
}

function hourLines({ request, dueAt }: Story): readonly Words[] {
  if (dueAt !== undefined)
    return [{ vi: `Chậm nhất lúc ${dueAt}.`, en: `At the latest at ${dueAt}.` }];
  return [
    {
      vi: `Chưa biết giờ bắt đầu ngày ${printedDate(request.start)}: chỉ nêu được ngày.`,
      en: `The hour of the start on ${request.start} is not known: only the day can be given.`,
    },
  ];
}

function backwardLines({ prepared: { rule, term }, calendar }: Story): readonly Words[] {
  const event = dayText(term.start);
  const lines: Words[] = [
    {
      vi: `Đếm lùi từ ${event.vi}, không tính ngày đó.`,
      en: `Counted back from ${event.en}, that day excluded.`,
    },
  ];
  const plain = term.start - rule.amount;
  if (rule.unit === 'calendar_day' && !calendar.isWorking(plain)) {
    const day = dayText(plain);
    lines.push({
      vi: `${day.vi} là ngày nghỉ (${calendar.describeDay(plain).reason.vi}): lùi về ngày làm việc trước đó.`,
      en: `${day.en} is not a working day (${calendar.describeDay(plain).reason.en}): moved earlier.`,
    });
  }
  return lines;
}

function frequencyLines({ prepared: { rule, term }, calendar }: Story): readonly Words[] {
  const { first, last } = periodAround(rule.unit, term.start);
  const lines: Words[] = [
    {
      vi: `Kỳ từ ${dayText(first).vi} đến ${dayText(last).vi}: ngày làm việc cuối cùng còn có thể đạt mức tối thiểu.`,
      en: `Period ${dayText(first).en} to ${dayText(last).en}: the last working day on which the minimum can still be met.`,
    },
  ];
  const firstOf = rule.amount > 1 ? calendar.subtractWorkingDays(last + 1, rule.amount) : last;
  if (rule.amount > 1 && firstOf >= first) {
    lines.push({
      vi: `Nếu chưa có ngày nào thì phải bắt đầu chậm nhất ${dayText(firstOf).vi}.`,
      en: `With none done yet, the first must be no later than ${dayText(firstOf).en}.`,
    });
  }
  return lines;
}

function forwardLines(story: Story): readonly Words[] {
  const { rule, term, granted } = story.prepared;
  const start = dayText(term.start);
  return [
    {
      vi: `Không tính ngày ${start.vi}; đếm từ ngày hôm sau (Điều 147 Bộ luật Dân sự 2015).`,
      en: `${start.en} is not counted; counting begins the day after (Civil Code 2015 Art. 147).`,
    },
    ...granted.map(({ decision }) => extensionLine(rule, decision)),
    ...term.pauses.map((pause) => pauseLine(pause.from, pause.to)),
    ...daysOffLines(story),
    ...rollLines(story),
  ];
}

function extensionLine(
  rule: CountableRule,
  decision: { readonly ground: string; readonly days: number },
): Words {
  const unit = UNIT_TEXT[rule.unit];
  const ground = wordsFor(GROUND_TEXT, decision.ground);
  return {
    vi: `Gia hạn ${decision.days} ${unit.vi} (${ground.vi}).`,
    en: `Extended by ${decision.days} ${unit.en} (${ground.en}).`,
  };
}

function pauseLine(from: number, to: number): Words {
  const begin = fromEpochDay(from);
  if (to === Infinity) {
    return {
      vi: `Tạm đình chỉ từ ${printedDate(begin)}, chưa có quyết định tiếp tục: đồng hồ dừng.`,
      en: `Suspended since ${begin} with no resume decision yet: the clock stands still.`,
    };
  }
  return {
    vi: `Tạm đình chỉ ${printedDate(begin)} đến ${printedDate(fromEpochDay(to))}: không tính ${to - from} ngày.`,
    en: `Suspended ${begin} to ${fromEpochDay(to)}: ${to - from} days not counted.`,
  };
}

/** Longest span whose days off are listed by name, in days; a longer one is only a long pause. */
const LISTED_SPAN = 120;

function daysOffLines({ prepared: { rule, term }, calendar, dueOn }: Story): readonly Words[] {
  if (rule.unit !== 'working_day' || dueOn === null) return [];
  const end = lastCountedDay(rule, term, calendar);
  if (end - term.start > LISTED_SPAN) return [];
  const lines: Words[] = [];
  for (let day = term.start + 1; day <= end; day += 1) {
    const { kind, reason, isWorking } = calendar.describeDay(day);
    const isPlain = kind === 'ordinary' || kind === 'weekend';
    const verb = isWorking
      ? { vi: 'có tính', en: 'counted' }
      : { vi: 'không tính', en: 'not counted' };
    if (!isPlain) {
      lines.push({
        vi: `${dayText(day).vi} ${verb.vi}: ${reason.vi}.`,
        en: `${dayText(day).en} ${verb.en}: ${reason.en}.`,
      });
    }
  }
  return lines;
}

function rollLines({ prepared: { rule, term }, calendar, dueOn }: Story): readonly Words[] {
  const end = lastCountedDay(rule, term, calendar);
  if (rule.unit !== 'calendar_day' || dueOn === null || dueOn === fromEpochDay(end)) return [];
  const day = dayText(end);
  const { reason } = calendar.describeDay(end);
  return [
    {
      vi: `Ngày cuối ${day.vi} là ngày nghỉ (${reason.vi}): chuyển sang ngày làm việc tiếp theo (khoản 5 Điều 148 Bộ luật Dân sự 2015).`,
      en: `The last day ${day.en} is not a working day (${reason.en}): moved to the next working day (Civil Code Art. 148.5).`,
    },
  ];
}

function endLine({ prepared: { rule }, dueOn, dueAt }: Story): Words {
  if (dueOn === null) {
    return {
      vi: 'Chưa xác định được ngày hết hạn cho đến khi có quyết định tiếp tục.',
      en: 'No due date until a resume decision is made.',
    };
  }
  if (dueAt !== undefined) return { vi: `Hạn: ${dueAt}.`, en: `Due: ${dueAt}.` };
  if (rule.bound === 'after') {
    return {
      vi: `Thời hạn hết lúc 24:00 ngày ${printedDate(dueOn)} (giờ Việt Nam); có hiệu lực từ ngày hôm sau.`,
      en: `The term ends at 24:00 on ${dueOn} (Vietnam time); in effect from the next day.`,
    };
  }
  return {
    vi: `Hết hạn lúc 24:00 ngày ${printedDate(dueOn)} (giờ Việt Nam).`,
    en: `Due by 24:00 on ${dueOn} (Vietnam time).`,
  };
}

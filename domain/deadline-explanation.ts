/**
 * A computed term in sentences an officer can read to a citizen: Vietnamese, and the same lines in
 * English. It repeats what the arithmetic did; it decides nothing.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, toEpochDay } from './civil-date';
import type { CountableRule, DayPause, Term } from './deadline-arithmetic';
import { lastCountedDay, periodAround, runsForward } from './deadline-arithmetic';
import type { GrantedExtension } from './deadline-extensions';
import type { DeadlineRequest } from './deadline-request';
import type { Words } from './deadline-words';
import {
  amountText,
  citation,
  dayText,
  DUE_TEXT,
  GROUND_TEXT,
  printedDate,
  wordsFor,
} from './deadline-words';
import type { AlternativeDue } from './deadline-finality';
import type { RuleSet } from './rules';
import { ruleById } from './rules';
import type { WorkingCalendar } from './working-days';

type Story = {
  readonly prepared: {
    readonly rule: CountableRule;
    readonly term: Term;
    readonly granted: readonly GrantedExtension[];
  };
  readonly request: DeadlineRequest;
  readonly ruleSet: RuleSet;
  readonly calendar: WorkingCalendar;
  readonly dueOn: CivilDate | null;
  readonly dueAt?: string;
  readonly alternatives?: readonly AlternativeDue[];
  readonly conflictsWith?: readonly { readonly rule: string; readonly dueOn: CivilDate | null }[];
};

/** Sentences in both languages, line for line. */
export function explain(story: Story): {
  readonly vi: readonly string[];
  readonly en: readonly string[];
} {
  const { rule } = story.prepared;
  const lines = [
    ruleLine(rule),
    ...bodyLines(story),
    endLine(story),
    ...conflictLines(story),
    ...alternativeLines(story),
    ...noteLines(rule),
  ];
  return { vi: lines.map((line) => line.vi), en: lines.map((line) => line.en) };
}

function ruleLine(rule: CountableRule): Words {
  const amount = amountText(rule.amount, rule.unit);
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
      vi: `Ngày ${day.vi} là ngày nghỉ (${calendar.describeDay(plain).reason.vi}): lùi về ngày làm việc trước đó.`,
      en: `${day.en} is not a working day (${calendar.describeDay(plain).reason.en}): moved earlier.`,
    });
  }
  return lines;
}

function frequencyLines({ prepared: { rule, term }, calendar, dueOn }: Story): readonly Words[] {
  const { first, last } = periodAround(rule.unit, term.start);
  const meaning =
    dueOn !== null && toEpochDay(dueOn) > last
      ? {
          vi: 'không có ngày làm việc nào, chuyển sang ngày làm việc tiếp theo',
          en: 'no working day in it, moved to the next one',
        }
      : {
          vi: 'ngày làm việc cuối cùng còn có thể đạt mức tối thiểu',
          en: 'the last working day on which the minimum can still be met',
        };
  const lines: Words[] = [
    {
      vi: `Kỳ từ ${dayText(first).vi} đến ${dayText(last).vi}: ${meaning.vi}.`,
      en: `Period ${dayText(first).en} to ${dayText(last).en}: ${meaning.en}.`,
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
    ...term.pauses.map((pause) => pauseLine(pause, story)),
    ...daysOffLines(story),
    ...rollLines(story),
  ];
}

function extensionLine(
  rule: CountableRule,
  decision: { readonly ground: string; readonly days: number },
): Words {
  const amount = amountText(decision.days, rule.unit);
  const ground = wordsFor(GROUND_TEXT, decision.ground);
  return {
    vi: `Gia hạn ${amount.vi} (${ground.vi}).`,
    en: `Extended by ${amount.en} (${ground.en}).`,
  };
}

function pauseLine(pause: DayPause, { prepared: { rule }, calendar, dueOn }: Story): Words {
  const begin = fromEpochDay(pause.from);
  if (dueOn !== null && begin >= dueOn) {
    return {
      vi: `Tạm đình chỉ từ ${printedDate(begin)}, khi thời hạn đã hết: không ảnh hưởng.`,
      en: `Suspended from ${begin}, when the term was spent: no effect.`,
    };
  }
  if (pause.to === Infinity) {
    return {
      vi: `Tạm đình chỉ từ ${printedDate(begin)}, chưa có quyết định tiếp tục: đồng hồ dừng.`,
      en: `Suspended since ${begin} with no resume decision yet: the clock stands still.`,
    };
  }
  const end = fromEpochDay(pause.to);
  const days =
    rule.unit === 'working_day'
      ? calendar.workingDaysBetween(pause.from, pause.to)
      : pause.to - pause.from;
  const lost = amountText(days, rule.unit);
  return {
    vi: `Tạm đình chỉ ${printedDate(begin)} đến ${printedDate(end)}: không tính ${lost.vi}.`,
    en: `Suspended ${begin} to ${end}: ${lost.en} not counted.`,
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
        vi: `Ngày ${dayText(day).vi} ${verb.vi}: ${reason.vi}.`,
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
  if (rule.unit === 'hour') {
    const amount = amountText(rule.amount, rule.unit);
    return {
      vi: `Trong ngày ${printedDate(dueOn)}, chậm nhất ${amount.vi} trước giờ bắt đầu.`,
      en: `On ${dueOn}, at the latest ${amount.en} before the start.`,
    };
  }
  const due = DUE_TEXT[rule.bound];
  const isEffect = rule.bound === 'after';
  return {
    vi: `${due.vi} 24:00 ngày ${printedDate(dueOn)} (giờ Việt Nam)${isEffect ? '; có hiệu lực từ ngày hôm sau' : ''}.`,
    en: `${due.en} 24:00 on ${dueOn} (Vietnam time)${isEffect ? '; in effect from the next day' : ''}.`,
  };
}

function conflictLines({ conflictsWith = [], ruleSet }: Story): readonly Words[] {
  return conflictsWith.flatMap(({ rule: id, dueOn }) => {
    const row = ruleById(ruleSet, id);
    if (row?.amount == null || row.unit === null) return [];
    const amount = amountText(row.amount, row.unit);
    const basis = citation(row.basis);
    const due = dueOn === null ? PAUSED : { vi: printedDate(dueOn), en: dueOn };
    return [
      {
        vi: `Các văn bản quy định khác nhau: theo ${id} (${amount.vi}, ${basis.vi}) là ${due.vi}.`,
        en: `Texts disagree: under ${id} (${amount.en}, ${basis.en}) it is ${due.en}.`,
      },
    ];
  });
}

const PAUSED: Words = { vi: 'chưa xác định, đang tạm đình chỉ', en: 'not known while suspended' };

function alternativeLines({ alternatives = [] }: Story): readonly Words[] {
  return alternatives.map(({ dueOn, ifConfirmed }) => ({
    vi: `Nếu ngày nghỉ ${ifConfirmed.map(printedDate).join(', ')} được xác nhận thì là ${printedDate(dueOn)}.`,
    en: `If ${ifConfirmed.join(', ')} is confirmed as a day off it is ${dueOn}.`,
  }));
}

/** What decides a doubtful case, as the row says it: only if there is no second complaint, and the like. */
function noteLines({ note, noteVi }: CountableRule): readonly Words[] {
  return note === undefined || noteVi === undefined
    ? []
    : [{ vi: `Ghi chú của quy định: ${noteVi}.`, en: `Note on the rule: ${note}.` }];
}

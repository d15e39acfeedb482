/**
 * Checks a deadline certificate with nothing but the certificate: no database, no engine, no calendar
 * file. It shares no code with the engine and counts differently: one day after another, with the date
 * arithmetic of the language. Usage: node verify-certificate.mjs FILE (or - for standard input).
 * Exit 0: every figure follows from the facts listed. Exit 1: says where it does not.
 */
/* eslint-disable max-lines -- one file on purpose: a citizen's lawyer downloads it and runs it alone */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FORMAT = 'tiep-dan/deadline-certificate/1';
const DAY_MS = 86_400_000;
const KEYS =
  'format issuedOn caseReference clock event rule ruleSet pauses extensionMode extensions calendarYears documents days movedFrom result flags warnings explanation explanationEn digest'.split(
    ' ',
  );
const RESULT_KEYS =
  'dueOn dueAt endsAt effectiveFromOn pausedSince remainingDays isFinal alternatives conflictsWith'.split(
    ' ',
  );
const BOUNDS = ['max', 'after', 'min_before', 'min_length', 'min_frequency', 'alarm_after'];
/** Kind of day → does it work whatever the weekday, and the words its reason must hold. */
const NAMED_KINDS = {
  holiday: [false, 'nghỉ lễ, tết', 'public holiday'],
  compensatory_off: [false, 'nghỉ bù', 'day off in lieu'],
  swapped_off: [false, 'nghỉ hoán đổi', 'day off, swapped'],
  swapped_work: [true, 'làm việc bù', 'swapped working day'],
  local_closure: [false, 'trụ sở tạm đóng cửa', 'office closed locally'],
  unconfirmed: [undefined, 'chưa xác nhận là ngày nghỉ', 'not confirmed as a day off'],
};

/** Days since 1970-01-01 by the language's own calendar; throws on a day that does not exist. */
function dayNumber(text) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = new Date(0);
  if (parts) date.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  if (!parts || date.toISOString().slice(0, 10) !== text) throw new Error(`${text} is not a day`);
  return Math.round(date.getTime() / DAY_MS);
}

const dayText = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
const isWeekday = (number) => ![0, 6].includes(new Date(number * DAY_MS).getUTCDay());

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Compares as JSON; an absent field and undefined are the same. */
function compare(faults, where, found, expected) {
  if (found === expected) return;
  const [left, right] = [found, expected].map((value) => canonical(value ?? null));
  if (left !== right) faults.push(`${where}: says ${left}, recomputed ${right}`);
}

function checkEnvelope(certificate, faults) {
  const { digest, ...rest } = certificate;
  compare(faults, 'digest', digest, createHash('sha256').update(canonical(rest)).digest('hex'));
  compare(faults, 'format', certificate.format, FORMAT);
  const strange = [
    ...Object.keys(certificate).filter((key) => !KEYS.includes(key)),
    ...Object.keys(certificate.result).filter((key) => !RESULT_KEYS.includes(key)),
  ];
  compare(faults, 'unknown fields', strange, []);
  dayNumber(certificate.issuedOn);
  const life = certificate.rule;
  const isInForce =
    dayNumber(certificate.event.on) >= dayNumber(life.effectiveFrom) &&
    (life.effectiveTo === null || dayNumber(certificate.event.on) <= dayNumber(life.effectiveTo));
  if (!isInForce) faults.push('rule: not in force on the day of the event');
  if (!BOUNDS.includes(life.bound)) faults.push(`rule.bound: ${life.bound} is no bound`);
  if (!life.basis || !certificate.ruleSet.version) faults.push('rule: no basis or no version');
  if (!certificate.ruleSet.whyThisRow.vi.includes(life.id))
    faults.push('ruleSet: names another row');
  compare(faults, 'event.name', certificate.event.name, life.startsAt);
}

/** What a day of this kind does, or a fault. */
function checkDay(day, number, documents, faults) {
  const where = `days ${day.date}`;
  compare(faults, `${where} date`, day.date, dayText(number));
  compare(
    faults,
    `${where} weekday`,
    day.weekday,
    ((new Date(number * DAY_MS).getUTCDay() + 6) % 7) + 1,
  );
  const named = Object.hasOwn(NAMED_KINDS, day.kind) ? NAMED_KINDS[day.kind] : undefined;
  const works = named?.[0] ?? isWeekday(number);
  compare(faults, `${where} isWorking`, day.isWorking, works);
  if (named === undefined) {
    compare(faults, `${where} kind`, day.kind, isWeekday(number) ? 'ordinary' : 'weekend');
    compare(faults, `${where} document`, day.document, undefined);
    const words = isWeekday(number)
      ? { vi: 'ngày làm việc', en: 'working day' }
      : { vi: 'ngày nghỉ hằng tuần', en: 'weekly rest day' };
    compare(faults, `${where} reason`, day.reason, words);
    return;
  }
  if (!documents.includes(day.document)) faults.push(`${where}: names no listed document`);
  const hasWords = day.reason.vi.includes(named[1]) && day.reason.en.includes(named[2]);
  if (!hasWords) faults.push(`${where} reason: does not say ${named[2]}`);
}

/** First and last day of the week, month or year around a day. */
function periodOf(unit, number) {
  const date = new Date(number * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const at = (y, m, d) => Math.round(new Date(0).setUTCFullYear(y, m, d) / DAY_MS);
  if (unit === 'per_year') return [at(year, 0, 1), at(year, 11, 31)];
  if (unit === 'day_per_month') return [at(year, month, 1), at(year, month + 1, 0)];
  const monday = number - ((date.getUTCDay() + 6) % 7);
  return [monday, monday + 6];
}

/** The facts of a certificate as numbers, with a way to ask about a day. */
function factsOf(certificate, faults) {
  const { rule, event } = certificate;
  const start = dayNumber(event.on);
  const isFrequency = rule.bound === 'min_frequency';
  const step = rule.bound === 'min_before' ? -1 : 1;
  const period = isFrequency ? periodOf(rule.unit, start) : undefined;
  const first = period?.[0] ?? start;
  compare(
    faults,
    'event.weekday',
    event.weekday,
    ((new Date(start * DAY_MS).getUTCDay() + 6) % 7) + 1,
  );
  const documents = certificate.documents.map((document) => document.id);
  certificate.days.forEach((day, at) => checkDay(day, first + at * step, documents, faults));
  const used = [...new Set(certificate.days.flatMap((day) => day.document ?? []))].sort();
  compare(faults, 'documents', documents, used);
  const days = new Map(certificate.days.map((day, at) => [first + at * step, day]));
  const pauses = certificate.pauses.map((pause) => ({
    from: dayNumber(pause.from),
    to: pause.to === null ? Infinity : dayNumber(pause.to),
    days: pause.days,
  }));
  const isForward = step > 0 && ['calendar_day', 'working_day'].includes(rule.unit);
  return { certificate, rule, start, step, period, days, pauses, isForward };
}

function checkPauses({ pauses, start }, faults) {
  pauses.forEach((pause, at) => {
    compare(
      faults,
      `pauses.${at}.days`,
      pause.days,
      pause.to === Infinity ? null : pause.to - pause.from,
    );
    if (pause.to < pause.from) faults.push(`pauses.${at}: ends before it starts`);
    if (pause.from < start) faults.push(`pauses.${at}: before the start`);
    if (at > 0 && pause.from < pauses[at - 1].to) faults.push(`pauses.${at}: overlaps`);
  });
}

const isPaused = (facts, number) =>
  facts.isForward && facts.pauses.some((pause) => number > pause.from && number <= pause.to);

/** Walks the listed days one by one. `confirmed` holds unconfirmed days now taken as settled. */
function recount(facts, amount, unit, confirmed = []) {
  const { days, start, period } = facts;
  const works = (number) =>
    confirmed.includes(number) ? !isWeekday(number) : days.get(number)?.isWorking;
  const roles = new Map();
  if (unit === 'immediately') return { end: start, due: start, roles: roles.set(start, 'event') };
  if (unit === 'hour') return hourRecount(facts, amount, roles);
  if (period) return periodRecount(facts, works, roles);
  roles.set(start, 'event');
  const counted = countDays(facts, { amount, unit, works, roles });
  const isDone = counted.end === undefined || unit === 'working_day';
  return isDone
    ? { ...counted, due: counted.end, roles }
    : moveEnd(facts, works, { ...counted, roles });
}

/** Gives each day of the count its number, or the reason why it has none. */
function countDays(facts, { amount, unit, works, roles }) {
  let [number, counted] = [facts.start, 0];
  while (counted < amount) {
    number += facts.step;
    if (!facts.days.has(number)) return { counted };
    const counts = !isPaused(facts, number) && (unit === 'calendar_day' || works(number));
    if (counts) counted += 1;
    roles.set(number, counts ? counted : isPaused(facts, number) ? 'paused' : 'rest_day');
  }
  return { end: number, counted };
}

/** From the day the count is full to the first day that works and is not paused. */
function moveEnd(facts, works, { end, counted, roles }) {
  let number = end;
  const isHeld = () => !works(number) || isPaused(facts, number);
  while (isHeld()) {
    number += facts.step;
    if (!facts.days.has(number)) return { roles, counted };
    roles.set(number, isPaused(facts, number) ? 'paused' : works(number) ? 'moved_to' : 'rest_day');
  }
  return { end, due: number, roles, counted };
}

function hourRecount({ certificate, start, step }, amount, roles) {
  roles.set(start, 'event');
  const time = certificate.event.time;
  if (time === undefined) return { end: start, due: start, roles };
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  const at = start * 1440 + Number(hours) * 60 + Number(minutes) + step * amount * 60;
  const due = Math.floor(at / 1440);
  if (due !== start) roles.set(due, 'moved_to');
  return {
    end: due,
    due,
    roles,
    dueAt: `${new Date(at * 60_000).toISOString().slice(0, 16)}+07:00`,
  };
}

function periodRecount({ days, period }, works, roles) {
  const [first, last] = period;
  let due;
  for (let number = first; number <= last; number += 1) {
    if (works(number)) due = number;
    roles.set(number, works(number) ? 'in_period' : 'rest_day');
  }
  for (let number = last + 1; due === undefined && days.has(number); number += 1) {
    if (works(number)) due = number;
    roles.set(number, works(number) ? 'moved_to' : 'rest_day');
  }
  return { end: last, due, roles };
}

/** Total days added, after checking every bound of the row. */
function checkExtensions(facts, faults) {
  const { rule, certificate } = facts;
  const isTotal = certificate.extensionMode === 'total';
  if (!isTotal) compare(faults, 'extensionMode', certificate.extensionMode, 'decisions');
  let [extra, most, times] = [0, 0, 0];
  certificate.extensions.forEach((decision, at) => {
    const where = `extensions.${at}`;
    const row = rule.extension.find((candidate) => candidate.ground === decision.ground);
    const isSound = ['total_max', 'add'].includes(row?.mode) && Number.isInteger(decision.days);
    if (!isSound || decision.days < 1) return faults.push(`${where}: not lawful under this row`);
    const isTooLong = !isTotal && row.mode === 'add' && decision.days > row.add;
    if (isTooLong) faults.push(`${where}: longer than one decision may add`);
    most = Math.max(most, row.mode === 'add' ? row.add * row.times : row.total - rule.amount);
    times = Math.max(times, row.mode === 'add' ? row.times : Infinity);
    checkDecision(facts, { decision, row, where, extra }, faults);
    extra += decision.days;
  });
  if (extra > most) faults.push(`extensions: ${extra} days, at most ${most}`);
  if (certificate.extensions.length > times) faults.push(`extensions: at most ${times} decisions`);
  return extra;
}

function checkDecision(facts, { decision, row, where, extra }, faults) {
  if (decision.criteria) checkCriteria(decision.criteria, row.criteria, where, faults);
  if (decision.decidedOn === undefined) return;
  const decided = dayNumber(decision.decidedOn);
  const { due } = recount(facts, facts.rule.amount + extra, facts.rule.unit);
  if (decided < facts.start) faults.push(`${where}: decided before the start`);
  if (due !== undefined && decided > due) faults.push(`${where}: decided after ${dayText(due)}`);
}

function checkCriteria(letters, row, where, faults) {
  const isSound =
    letters.length >= (row?.minimum ?? Infinity) &&
    new Set(letters).size === letters.length &&
    letters.every((letter) => row.letters.includes(letter));
  if (!isSound) faults.push(`${where}: criteria`);
}

/** Each listed day against the walk. */
function checkRoles(facts, walk, faults) {
  for (const [number, day] of facts.days) {
    const role = walk.roles.get(number) ?? 'after_term';
    const isCounted = typeof role === 'number';
    compare(faults, `days ${day.date} role`, day.role, isCounted ? 'counted' : role);
    compare(faults, `days ${day.date} number`, day.number, isCounted ? role : undefined);
  }
}

/** Days whose kind the result rests on. */
function consulted(facts, walk) {
  const isAsked = askedBy(facts, walk);
  return [...facts.days.keys()].filter(isAsked);
}

function askedBy(facts, { end, due }) {
  const { rule, start, step, period } = facts;
  if (period)
    return (number) => number >= Math.min(due, period[1]) && number <= Math.max(due, period[1]);
  if (rule.unit === 'working_day') {
    const reach = (due ?? Infinity) * step;
    return (number) => number !== start && number * step <= reach && !isPaused(facts, number);
  }
  const isRolled = rule.unit === 'calendar_day' && due !== undefined;
  return (number) => {
    const isInside = isRolled && number * step >= end * step && number * step <= due * step;
    return isInside && !isPaused(facts, number);
  };
}

function checkFinality(facts, walk, amount, faults) {
  const { certificate, rule, days } = facts;
  const asked = consulted(facts, walk);
  const years = [...new Set(asked.map((number) => Number(dayText(number).slice(0, 4))))];
  const missing = years.filter((year) => !certificate.calendarYears.includes(year)).sort();
  compare(
    faults,
    'warnings',
    certificate.warnings.map(({ code, year }) => `${code} ${year}`),
    missing.map((year) => `calendar_missing ${year}`),
  );
  const given = certificate.result.alternatives ?? [];
  for (const { dueOn, ifConfirmed } of given) {
    const confirmed = ifConfirmed.map(dayNumber);
    const { due } = recount(facts, amount, rule.unit, confirmed);
    compare(faults, `alternative ${dueOn}`, dueOn, due === undefined ? null : dayText(due));
  }
  const doubtful = asked.filter((number) => days.get(number).kind === 'unconfirmed');
  const others = doubtful.map((number) => recount(facts, amount, rule.unit, [number]).due);
  for (const due of others.filter((other) => other !== undefined && other !== walk.due)) {
    if (!given.some((other) => other.dueOn === dayText(due)))
      faults.push(`alternatives: ${dayText(due)} is missing`);
  }
  const isFinal = walk.due !== undefined && missing.length === 0 && given.length === 0;
  compare(faults, 'result.isFinal', certificate.result.isFinal, isFinal);
}

function checkResult(facts, walk, amount, faults) {
  const { certificate, rule, pauses } = facts;
  const open = pauses.find((pause) => pause.to === Infinity);
  const expected =
    walk.due === undefined ? pausedResult(walk, amount, open) : dueResult(walk, rule);
  if (walk.due === undefined && !open) faults.push('days: end before the term does');
  for (const key of RESULT_KEYS.slice(0, 6)) {
    compare(faults, `result.${key}`, certificate.result[key], expected[key]);
  }
  const isMoved = walk.due !== undefined && walk.end !== walk.due && !facts.period;
  compare(faults, 'movedFrom', certificate.movedFrom, isMoved ? dayText(walk.end) : undefined);
  checkReach(facts, [walk.due ?? open?.from, ...checkConflicts(facts, faults)], faults);
}

function dueResult({ due, dueAt }, rule) {
  const dueOn = dayText(due);
  const endsAt = dueAt ? undefined : `${dueOn}T24:00+07:00`;
  return {
    dueOn,
    dueAt,
    endsAt,
    effectiveFromOn: rule.bound === 'after' ? dayText(due + 1) : undefined,
  };
}

function pausedResult({ counted }, amount, open) {
  return { dueOn: null, pausedSince: open && dayText(open.from), remainingDays: amount - counted };
}

/** Days on which rows that say something else would end. */
function checkConflicts(facts, faults) {
  const conflicts = facts.certificate.result.conflictsWith ?? [];
  const named = conflicts.map((row) => row.rule);
  compare(faults, 'result.conflictsWith', named, facts.rule.conflictsWith ?? []);
  return conflicts.map((row) => {
    const { due } = recount(facts, row.amount, row.unit);
    compare(faults, `conflict ${row.rule}`, row.dueOn, due === undefined ? null : dayText(due));
    return due;
  });
}

/** The list goes as far as the furthest date given, and no further. */
function checkReach({ certificate, step, period, days }, dates, faults) {
  const others = (certificate.result.alternatives ?? []).map((other) => dayNumber(other.dueOn));
  const known = [...dates, ...others, period?.[1]].filter((number) => number !== undefined);
  const edge = known.reduce((left, right) => (left * step > right * step ? left : right));
  compare(faults, 'days: last', [...days.keys()].at(-1), edge);
}

function checkFlags(facts, walk, faults) {
  const { certificate, rule, pauses, isForward, start, period } = facts;
  const due = walk.due ?? Infinity;
  const since = rule.suspendableFrom === null ? undefined : dayNumber(rule.suspendableFrom);
  const lacksCriteria = certificate.extensions.some((decision) => {
    const from = rule.extension.find((row) => row.ground === decision.ground)?.criteria?.from;
    return (
      from &&
      !decision.criteria &&
      dayNumber(decision.decidedOn ?? dayText(start)) >= dayNumber(from)
    );
  });
  const raised = {
    low_confidence: rule.confidence !== 'primary_mirror',
    conflict_in_law: rule.conflictsWith !== undefined || rule.confidence === 'unresolved_conflict',
    internal: rule.internal === true,
    pause_not_in_law: pauses.length > 0 && !rule.suspendable,
    pause_before_suspension_law: pauses.some((pause) => pause.from < since),
    pause_without_effect: pauses.some(
      (pause) => !isForward || pause.from >= due || pause.from === pause.to,
    ),
    criteria_not_named: lacksCriteria,
    hour_not_known: rule.unit === 'hour' && certificate.event.time === undefined,
    period_without_working_day: period !== undefined && due > period[1],
  };
  compare(
    faults,
    'flags',
    certificate.flags,
    Object.keys(raised).filter((flag) => raised[flag]),
  );
}

/** Every difference found, as sentences; empty when the certificate holds. */
export function verifyCertificate(certificate) {
  const faults = [];
  try {
    checkEnvelope(certificate, faults);
    const facts = factsOf(certificate, faults);
    checkPauses(facts, faults);
    const amount = facts.rule.amount + checkExtensions(facts, faults);
    const walk = recount(facts, amount, facts.rule.unit);
    checkRoles(facts, walk, faults);
    checkResult(facts, walk, amount, faults);
    checkFinality(facts, walk, amount, faults);
    checkFlags(facts, walk, faults);
  } catch (error) {
    faults.push(`malformed: ${error instanceof Error ? error.message : String(error)}`);
  }
  return faults;
}

function main(file) {
  let certificate;
  try {
    certificate = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    process.stderr.write(`Không đọc được / Cannot read: ${error.message}\n`);
    return 1;
  }
  const faults = verifyCertificate(certificate);
  if (faults.length === 0) {
    process.stdout.write(
      `Khớp / Verified: ${certificate.rule.id} ${certificate.result.dueOn ?? 'paused'}\n`,
    );
    return 0;
  }
  process.stderr.write(
    `Không khớp / Does not hold:\n${faults.map((fault) => `- ${fault}\n`).join('')}`,
  );
  return 1;
}

if (process.argv[1]?.endsWith('verify-certificate.mjs')) {
  process.exitCode = main(process.argv[2] ?? '-');
}

/**
 * Checks a deadline certificate with nothing but the certificate: no database, no engine, no calendar
 * file. It shares no code with the engine and counts differently: one day after another, with the date
 * arithmetic of the language. Usage: node verify-certificate.mjs FILE (or - for standard input).
 * Exit 0: every figure follows from the facts listed, and the rule, the documents and the published days
 * are those of PUBLISHED at the end of this file. Exit 1: says where not.
 */
/* eslint-disable max-lines -- one file on purpose: a citizen's lawyer downloads it and runs it alone */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FORMAT = 'tiep-dan/deadline-certificate/1';
const DAY_MS = 86_400_000;
const words = (text) => text.trim().split(/\s+/);
/** Every field of a certificate and of its parts; the row itself is compared whole with PUBLISHED. */
const FIELDS = {
  certificate:
    words(`format issuedOn calendarAsKnownOn caseReference clock event rule ruleSet pauses
    extensionMode extensions calendarYears documents days movedFrom result flags warnings explanation
    explanationEn digest`),
  event: words('name on weekday time'),
  ruleSet: words('version whyThisRow transition'),
  pauses: words('from to days'),
  extensions: words('ground days decidedOn criteria'),
  documents: words('id title issuedOn confidence note'),
  days: words('date weekday kind isWorking role number reason document'),
  result: words(`dueOn dueAt endsAt effectiveFromOn pausedSince remainingDays isFinal alternatives
    conflictsWith`),
  warnings: words('code year detail'),
  alternatives: words('dueOn ifConfirmed'),
  conflictsWith: words('rule basis amount unit dueOn'),
  text: words('vi en'),
};
/** Of a result, what follows from the walk alone. */
const RESULT_KEYS = FIELDS.result.slice(0, 6);
const BOUNDS = ['max', 'after', 'min_before', 'min_length', 'min_frequency', 'alarm_after'];
/** Kind of day → does it work whatever the weekday, and the words its reason must hold. */
const NAMED_KINDS = {
  holiday: [false, 'nghỉ lễ, tết', 'public holiday'],
  compensatory_off: [false, 'nghỉ bù', 'day off in lieu'],
  swapped_off: [false, 'nghỉ hoán đổi', 'day off, swapped'],
  swapped_work: [true, 'làm việc bù', 'swapped working day'],
  local_closure: [false, 'trụ sở tạm đóng cửa', 'office closed locally'],
  unconfirmed: [undefined, 'chưa xác nhận là ngày nghỉ', 'not confirmed as a day off'],
  rejected: [undefined, 'đơn vị đã bác bỏ', 'rejected by the office'],
};
/** Confidence of a document that only the office itself has named. */
const OFFICE_ENTRY = 'office_entry';

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
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const sha256 = (value) => createHash('sha256').update(canonical(value)).digest('hex');
/** Enough of a digest to know a forged row or day by. */
const mark = (value) => sha256(value).slice(0, 16);

/** Compares as JSON; an absent field and undefined are the same. */
function compare(faults, where, found, expected) {
  if (found === expected) return;
  const [left, right] = [found, expected].map((value) => canonical(value ?? null));
  if (left !== right) faults.push(`${where}: says ${left}, recomputed ${right}`);
}

function checkEnvelope(certificate, faults) {
  const { digest, ...rest } = certificate;
  compare(faults, 'digest', digest, sha256(rest));
  compare(faults, 'format', certificate.format, FORMAT);
  compare(faults, 'unknown fields', strangeFields(certificate), []);
  dayNumber(certificate.issuedOn);
  if (certificate.calendarAsKnownOn) dayNumber(certificate.calendarAsKnownOn);
  const life = certificate.rule;
  const isInForce =
    dayNumber(certificate.event.on) >= dayNumber(life.effectiveFrom) &&
    (life.effectiveTo === null || dayNumber(certificate.event.on) <= dayNumber(life.effectiveTo));
  if (!isInForce) faults.push('rule: not in force on the day of the event');
  if (!BOUNDS.includes(life.bound)) faults.push(`rule.bound: ${life.bound} is no bound`);
  if (!life.basis || !certificate.ruleSet.version) faults.push('rule: no basis or no version');
  compare(faults, 'event.name', certificate.event.name, life.startsAt);
  checkPublishedRow(certificate, faults);
  checkWhyThisRow(certificate, faults);
  checkTransition(certificate, faults);
  checkExplanation(certificate, faults);
}

/** Fields that no part of a certificate has, each with where it stands. */
function strangeFields(certificate) {
  const { event, ruleSet, result, warnings, days } = certificate;
  const texts = [ruleSet.whyThisRow, ruleSet.transition, ...days.map((day) => day.reason)];
  const parts = [
    ['certificate', certificate],
    ['event', event],
    ['ruleSet', ruleSet],
    ['result', result],
    ...['pauses', 'extensions', 'documents', 'days', 'warnings'].flatMap((name) =>
      certificate[name].map((part) => [name, part]),
    ),
    ...['alternatives', 'conflictsWith'].flatMap((name) =>
      (result[name] ?? []).map((part) => [name, part]),
    ),
    ...[...texts, ...warnings.map((warning) => warning.detail)].map((part) => ['text', part]),
  ];
  return parts.flatMap(([name, part]) =>
    Object.keys(part ?? {})
      .filter((key) => !FIELDS[name].includes(key))
      .map((key) => `${name}.${key}`),
  );
}

/** The row must be, to the letter, the one published under this version. */
function checkPublishedRow({ rule, ruleSet }, faults) {
  const rows = Object.hasOwn(PUBLISHED.rows, ruleSet.version)
    ? PUBLISHED.rows[ruleSet.version]
    : undefined;
  if (rows === undefined) faults.push(`ruleSet: version ${ruleSet.version} is not known here`);
  else if (!rows.includes(`${rule.id}:${mark(rule)}`))
    faults.push(`rule: not ${rule.id} as published in ${ruleSet.version}`);
}

const printed = (date) => date.split('-').reverse().join('/');

function checkWhyThisRow({ event, rule, ruleSet }, faults) {
  const { id, effectiveFrom: from, effectiveTo: to } = rule;
  const until = to === null ? { vi: '', en: '' } : { vi: ` đến ${printed(to)}`, en: ` to ${to}` };
  const begins = {
    vi: `Ngày bắt đầu ${printed(event.on)} nằm trong thời gian áp dụng của ${id} (từ ${printed(from)}${until.vi})`,
    en: `The start ${event.on} lies in the life of ${id} (from ${from}${until.en})`,
  };
  for (const language of FIELDS.text) {
    if (!ruleSet.whyThisRow[language].startsWith(begins[language]))
      faults.push(`ruleSet.whyThisRow.${language}: does not say ${begins[language]}`);
  }
}

/** An older case suspended under a newer law says so, and by which provision; no other does. */
function checkTransition({ event, rule, ruleSet, pauses }, faults) {
  const since = rule.suspendableFrom;
  const isDue = since !== null && event.on < since && pauses.some((pause) => pause.from >= since);
  compare(faults, 'ruleSet.transition', ruleSet.transition !== undefined, isDue);
  if (!isDue || ruleSet.transition === undefined) return;
  const numbers = rule.suspensionBasis.match(/\d+\/\d+/g) ?? [];
  for (const language of FIELDS.text) {
    const isNamed = numbers.every((number) => ruleSet.transition[language].includes(number));
    if (!isNamed) faults.push(`ruleSet.transition.${language}: does not name its basis`);
  }
}

/** The sentences tell no date but those listed, begin with the row and name the day it ends. */
function checkExplanation({ explanation, explanationEn, ...facts }, faults) {
  const { rule, result } = facts;
  compare(faults, 'explanationEn: lines', explanationEn.length, explanation.length);
  const known = new Set(canonical(facts).match(/\d{4}-\d{2}-\d{2}/g));
  const notes = canonical([rule.note ?? '', rule.noteVi ?? '']);
  const isStrange = (date) => !known.has(date) && !notes.includes(printed(date));
  for (const lines of [explanation, explanationEn]) {
    const told = datesIn(lines);
    compare(faults, 'explanation: dates of nothing listed', told.filter(isStrange), []);
    if (!lines[0]?.startsWith(`${rule.id}: `)) faults.push('explanation: begins with another row');
    const saysEnd = result.dueOn === null || told.includes(result.dueOn);
    if (!saysEnd) faults.push(`explanation: does not say ${result.dueOn}`);
  }
}

/** Dates in sentences, as `2026-11-24` whichever way they are written. */
function datesIn(lines) {
  const text = lines.join('\n');
  const local = text.match(/\d{2}\/\d{2}\/\d{4}/g) ?? [];
  return [...(text.match(/\d{4}-\d{2}-\d{2}/g) ?? []), ...local.map(printedBack)];
}

const printedBack = (date) => date.split('/').reverse().join('-');

/** The day as published, unless an office's own entry says otherwise or nobody could know of it yet. */
function checkPublishedDay(day, certificate, faults) {
  const document = certificate.documents.find((candidate) => candidate.id === day.document);
  if (document?.confidence === OFFICE_ENTRY) return;
  const { date, kind, reason } = day;
  const published = PUBLISHED.days.find((entry) => entry.startsWith(date));
  const [, knownOn, found] = published?.split(':') ?? [];
  if (Object.hasOwn(NAMED_KINDS, kind)) {
    const isPublished = found === mark({ date, kind, reason, document: day.document });
    if (!isPublished) faults.push(`days ${date}: not a day published, nor the office's own entry`);
  } else if (published && mustKnow(certificate, date, knownOn)) {
    faults.push(`days ${date}: published as another kind of day`);
  }
}

/** Whether the calendar that counted a date had to hold what was published of it on `knownOn`. */
function mustKnow({ calendarAsKnownOn, issuedOn, calendarYears }, date, knownOn) {
  return (
    calendarYears.includes(Number(date.slice(0, 4))) && knownOn <= (calendarAsKnownOn ?? issuedOn)
  );
}

/** A document is as published, or says of itself that only the office has named it. */
function checkDocuments({ documents }, faults) {
  for (const document of documents) {
    const isPublished = PUBLISHED.documents.includes(`${document.id}:${mark(document)}`);
    if (!isPublished && document.confidence !== OFFICE_ENTRY)
      faults.push(`documents ${document.id}: not as published, nor the office's own entry`);
  }
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
  checkDocuments(certificate, faults);
  certificate.days.forEach((day, at) => {
    checkDay(day, first + at * step, documents, faults);
    checkPublishedDay(day, certificate, faults);
  });
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
  const isTotal = certificate.extensionMode === 'total' && certificate.extensions.length === 1;
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
  compare(faults, 'warnings', certificate.warnings, missing.map(missingCalendar));
  const touched = new Set([...days.keys()].map((number) => Number(dayText(number).slice(0, 4))));
  const known = [...touched].filter((year) => certificate.calendarYears.includes(year)).sort();
  compare(faults, 'calendarYears', certificate.calendarYears, known);
  const doubtful = asked.filter((number) => days.get(number).kind === 'unconfirmed');
  checkAlternatives(facts, walk, { amount, doubtful }, faults);
  const isSettled = (certificate.result.alternatives ?? []).length === 0;
  const isFinal = walk.due !== undefined && missing.length === 0 && isSettled;
  compare(faults, 'result.isFinal', certificate.result.isFinal, isFinal);
}

/** Each other date follows from unconfirmed days of the list, and none is left out. */
function checkAlternatives(facts, walk, { amount, doubtful }, faults) {
  const { certificate, rule, days } = facts;
  const given = certificate.result.alternatives ?? [];
  const dates = given.map((other) => other.dueOn);
  compare(faults, 'alternatives: order', dates, [...new Set(dates)].sort());
  const isUnconfirmed = (number) => days.get(number)?.kind === 'unconfirmed';
  for (const { dueOn, ifConfirmed } of given) {
    const confirmed = ifConfirmed.map(dayNumber);
    const { due } = recount(facts, amount, rule.unit, confirmed);
    compare(faults, `alternative ${dueOn}`, dueOn, due === undefined ? null : dayText(due));
    if (!confirmed.every(isUnconfirmed) || due === walk.due)
      faults.push(`alternative ${dueOn}: rests on no unconfirmed day`);
  }
  const others = doubtful.map((number) => recount(facts, amount, rule.unit, [number]).due);
  for (const due of others.filter((other) => other !== undefined && other !== walk.due)) {
    if (!dates.includes(dayText(due))) faults.push(`alternatives: ${dayText(due)} is missing`);
  }
}

function missingCalendar(year) {
  return {
    code: 'calendar_missing',
    year,
    detail: {
      vi: `Chưa có lịch nghỉ lễ năm ${year}: chỉ tính thứ Hai đến thứ Sáu, kết quả tạm tính.`,
      en: `No calendar is published for ${year}: Monday to Friday only, the date is provisional.`,
    },
  };
}

function checkResult(facts, walk, amount, faults) {
  const { certificate, rule, pauses } = facts;
  const open = pauses.find((pause) => pause.to === Infinity);
  const expected =
    walk.due === undefined ? pausedResult(walk, amount, open) : dueResult(walk, rule);
  if (walk.due === undefined && !open) faults.push('days: end before the term does');
  for (const key of RESULT_KEYS) {
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
  const { result, ruleSet } = facts.certificate;
  const conflicts = result.conflictsWith ?? [];
  const stated = conflicts.map((row) => ({ ...row, dueOn: undefined }));
  const published = PUBLISHED.conflicts[ruleSet.version]?.[facts.rule.id] ?? [];
  compare(faults, 'result.conflictsWith', stated, published);
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

/**
 * What the office has published, to know a forged row, day or document by: `id:mark` of each row and
 * document, `date:knownOn:mark` of each day, and what the rows in conflict say. A test holds it to rules/
 * and shows what is to stand here when a version or a year is added.
 */
export const PUBLISHED = {
  rows: {
    '2026-11': words(`
      KN-LODGE-1:4d8d32b5670c295d KN-ACCEPT-V1:c35e6848473849d4 KN-ACCEPT-V2:804c04078662cc11
      KN-ACCEPT-WARN:ab852436f25367ec KN-RESOLVE-1:928948f7722ffaa2
      KN-RESOLVE-1-REMOTE:7d82b402f9beef0a KN-DIALOGUE-NOTICE:745c4e87aa4cd6ae
      KN-SEND-1:e3a900db206167b6 KN-LODGE-2:9c29532f0bc416b3 KN-ACCEPT-2-V1:1398bbf521901ed6
      KN-ACCEPT-2-V2:5776a22ec19f8544 KN-RESOLVE-2:9c8f33162ce489f7
      KN-RESOLVE-2-REMOTE:cd6c63040c341a7d KN-SEND-2:db39b941eddb6641
      KN-PUBLISH-2:25064733b025be53 KN-POSTING-2:e0d4b23557c52014 KN-EFFECT-1:9cc01d7ea2fe92de
      KN-EFFECT-2:7743029e0503ffd9 KN-ENFORCE:ad711cd6eda5e122
      KN-RESUME-AFTER-TERMINATION:7296531bc38f5589 KN-SUSPEND-SEND:43e49017c1616d44
      KN-CONTINUE-SEND:4899acc37263e8ab TC-INTAKE:291a40ee32f54a32 TC-TRANSFER:b2eeee9337d3dd98
      TC-CRIME:9e3ce11fd722c3f9 TC-PRESS-REPLY:5db912128c843b76 TC-ACCEPT-NOTICE:73c1a3cc976e46a2
      TC-RESOLVE:e6e479959d93513c TC-SUSPEND-SEND:c251d8aca73bda41
      TC-CONCLUSION-SEND:146f81139cd0a08d TC-HANDLE:f8897775c96a1d3c
      TC-HANDLE-REPORT:62dc1a873040e231 TC-PUBLISH:19bb8c929d4e9f1c TC-POSTING:cde5e2b316ab35b0
      TC-AGAIN:7eade66e3fcc9adc TC-OVERDUE-DEMAND:8804492bdf6e03f1
      TC-OVERDUE-REPORT:350d61860905ad21 TCD-CHAIR-V1:c50095f8306e349c
      TCD-CHAIR-V2:0f243bc7110cf1a4 TCD-SCHEDULE:d4a35a5e29c677cc
      TCD-REFUSE-NOTICE:6ff3aab61fcab98e TCD-ONLINE-NOTICE:283cbf2a95b55ecb
      TCD-ONLINE-TEST:0227c630e75f2f6a TCD-ONLINE-CONNECT:25ed8a57199dd9e4
      TCD-RESULT-TO-TRANSFERRER:c10581bd47498a75 TCD-RESULT-TO-CITIZEN:8976408e5f5085f4
      PA-ANSWER:25bb61cfc31ef7e3 PA-RESOLVE:a8f714e7cd80730f PA-LETTER-PROCESS:4fad4258554c0528
      PA-UNPROCESSED-SANCTION:a0f65011c881889c PAKN-TRANSFER:135160ebf0ec6cdc
      PAKN-REPLY:544fcda32068f858 GT-NOTICE:97f4a6d742b3f192 GT-EXPLAIN:671db29d5656ff6f
      TTHC-APOLOGY-V1:2d012c27cec18555 TTHC-APOLOGY-V2:71f76935074b59a2
      TTHC-ONTIME-GOAL:48fa1079347f248f BTTND-RECOMMEND:d568b025afec9b1f
      BTTND-DOCS:614cecb91e03a7f2 BTTND-PLAN:3e82ef590c0e8d27 DC-DIALOGUE:7e2f39eb5fceb874
      DC-POSTING:d626e519804eb042 DC-LOUDSPEAKER:a4aa53ec4d49a48d
    `),
  },
  conflicts: {
    '2026-11': {
      'KN-ACCEPT-V2': [
        {
          rule: 'KN-ACCEPT-WARN',
          basis: 'LKN 02/2011/QH13 D27 (if unamended)',
          amount: 10,
          unit: 'calendar_day',
        },
      ],
      'KN-ACCEPT-WARN': [
        {
          rule: 'KN-ACCEPT-V2',
          basis: 'ND 124/2020 D16.1 am. ND 155/2026 D10',
          amount: 7,
          unit: 'working_day',
        },
      ],
    },
  },
  documents: words(`
      BLLD-112:fe2982a4acb8556b BLLD-111:95828343f7f5c551 VPCP-8056-2022:4ae77055ca30bf88
      VPCP-8662-2023:8b1c13c6ccf1794c VPCP-2450-2024:2289e2dbf17c9d83
      VPCP-8726-2024:0f168460aa6e634c VPCP-9859-2025:d2f0520ea5e39f9d
      VPCP-12729-2025:6cdac43fc1346843 NQ80-2026:041f61867f50dd9b
  `),
  days: words(`
      2023-01-01:2019-11-20:a08132874e306a21 2023-01-02:2019-11-20:6470e0ae98c84498
      2023-01-20:2022-12-01:3d550ec9b6dc5207 2023-01-21:2022-12-01:32c2f2e0335f4e4e
      2023-01-22:2022-12-01:8d65697fd07e22ff 2023-01-23:2022-12-01:756d90cbdf03d0af
      2023-01-24:2022-12-01:1f19020fbd432291 2023-01-25:2022-12-01:538fa46cc50cbc96
      2023-01-26:2022-12-01:4f93bc5b88489609 2023-04-29:2019-11-20:4d0955108509dd5e
      2023-04-30:2019-11-20:326b1984ca73ad86 2023-05-01:2019-11-20:d7c42cbd2376b44a
      2023-05-02:2019-11-20:76a1d4c897b31118 2023-05-03:2019-11-20:58876b2dda2f3dd9
      2023-09-01:2022-12-01:f6a253c179f32f05 2023-09-02:2019-11-20:3f90e34be08b42fe
      2023-09-04:2019-11-20:80034ec8210918ff 2024-01-01:2019-11-20:15445380f4f9dcf0
      2024-02-08:2023-11-03:8e639e3a057743e6 2024-02-09:2023-11-03:5451c5b436e104cd
      2024-02-10:2023-11-03:e7cf1814dbce2051 2024-02-11:2023-11-03:96e19f964e934f1c
      2024-02-12:2023-11-03:2ba07f07b46a966b 2024-02-13:2023-11-03:5c0daf79d24ac481
      2024-02-14:2023-11-03:d1ded3ac74580c00 2024-04-18:2019-11-20:42892a3ff447336e
      2024-04-29:2024-04-12:19531b0c17597eb7 2024-04-30:2019-11-20:987199f46719d766
      2024-05-01:2019-11-20:c736efe02337f35b 2024-05-04:2024-04-12:7553467ad3e60fc1
      2024-09-02:2019-11-20:46067e96b61f95c0 2024-09-03:2023-11-03:f4cb5872e4e1b547
      2025-01-01:2019-11-20:9dfbfccc945fbd50 2025-01-27:2024-11-26:4f2eb66be51bd416
      2025-01-28:2024-11-26:6aa5fe2ca62ef31e 2025-01-29:2024-11-26:56e1d3804a669871
      2025-01-30:2024-11-26:b1042660ce1c5e38 2025-01-31:2024-11-26:75bee6e0fd554bd5
      2025-04-07:2019-11-20:37e446813139656e 2025-04-26:2024-11-26:8d8b7599e2d2f0eb
      2025-04-30:2019-11-20:99d2de0844232714 2025-05-01:2019-11-20:343f8de07ab3fd3b
      2025-05-02:2024-11-26:dbf20500677710ef 2025-09-01:2024-11-26:be9fe402e68ce73d
      2025-09-02:2019-11-20:2be70f2ca543d4d0 2026-01-01:2019-11-20:e3c4d01e4db3809a
      2026-01-02:2025-12-25:d4c364c975630523 2026-01-10:2025-12-25:ddfb624316fea22b
      2026-02-16:2025-10-13:7736d2e27ee870a5 2026-02-17:2025-10-13:20c2b79f6f96867f
      2026-02-18:2025-10-13:0f9bb820df0f77ac 2026-02-19:2025-10-13:e05094c70d27dcfd
      2026-02-20:2025-10-13:405fce8bd62fc488 2026-04-26:2019-11-20:7d7214ee6137ba79
      2026-04-27:2019-11-20:734271e10df61fe8 2026-04-30:2019-11-20:a55ae8de1674bac5
      2026-05-01:2019-11-20:ab03167c5222653f 2026-08-22:2025-10-13:9fa5e6a3c47dccfe
      2026-08-31:2025-10-13:c908d54cab38044a 2026-09-01:2025-10-13:eba612623192cd3d
      2026-09-02:2019-11-20:8fc151a9bd663989 2026-11-24:2026-01-07:d71b0e0565c57872
  `),
};

if (process.argv[1]?.endsWith('verify-certificate.mjs')) {
  process.exitCode = main(process.argv[2] ?? '-');
}

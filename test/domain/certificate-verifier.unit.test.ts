/**
 * Forgeries that hang together: the digest is made again and every figure follows, but the rule, a document
 * or a day is not what the office published. The verifier knows them by the list it carries.
 */
import { createHash } from 'node:crypto';
import type { DeadlineCertificate } from '../../domain/certificate';
import { canonicalJson, createCertificate, sealCertificate } from '../../domain/certificate';
import { toEpochDay } from '../../domain/civil-date';
import type { DeadlineRequest } from '../../domain/deadline-request';
import { isRefusal } from '../../domain/refusals';
import type { DeadlineRule, RuleSet } from '../../domain/rules';
import { rivalsOf, ruleById, RULE_SET_VERSIONS, rulesFor } from '../../domain/rules';
import type { CalendarDay, CalendarYear } from '../../domain/working-days';
import { createCalendar } from '../../domain/working-days';
import { on, overlayDocuments, ruleSet, years } from '../support/deadline-requests';
import { loadVerifier } from '../support/load-verifier';

const { verifyCertificate, PUBLISHED } = loadVerifier();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mark = (value: unknown): string => sha256(canonicalJson(value)).slice(0, 16);
const calendar = createCalendar(years);

type Law = { rules?: RuleSet; days?: typeof calendar; asKnownOn?: string };

function made(request: DeadlineRequest, law: Law = {}): DeadlineCertificate {
  const about = {
    issuedOn: on('2026-11-24'),
    ...(law.asKnownOn === undefined ? {} : { calendarAsKnownOn: on(law.asKnownOn) }),
  };
  const certificate = createCertificate(request, law.rules ?? ruleSet, law.days ?? calendar, about);
  if (isRefusal(certificate)) throw new Error(certificate.detail.en);
  return certificate;
}

const faultsOf = (certificate: DeadlineCertificate): string[] =>
  verifyCertificate(sealCertificate(certificate, sha256));

const RESOLVE: DeadlineRequest = {
  rule: 'KN-RESOLVE-1',
  start: on('2026-06-25'),
  pauses: [{ from: on('2026-07-20'), to: on('2026-07-27') }],
  extension: { ground: 'complex', days: 15 },
};
const OVER_TET: DeadlineRequest = { rule: 'PA-ANSWER', start: on('2026-02-10') };
const SWAPPED: DeadlineRequest = { rule: 'KN-ACCEPT-V2', start: on('2026-08-20') };
const DOUBTFUL: DeadlineRequest = { rule: 'KN-SEND-1', start: on('2026-11-20') };
const NEXT_YEAR: DeadlineRequest = { rule: 'PA-ANSWER', start: on('2026-12-22') };

/** Path to what is changed, a day by its date; undefined takes it away. */
type Edits = Readonly<Record<string, unknown>>;

const FORGERIES: readonly (readonly [string, DeadlineRequest, Edits])[] = [
  ['the number of days', RESOLVE, { 'rule.amount': 29 }],
  ['the article', RESOLVE, { 'rule.basis': 'LKN 02/2011/QH13 D37' }],
  ['where the row was read', RESOLVE, { 'rule.source': 'https://example.org' }],
  ['what the row notes', RESOLVE, { 'rule.note': 'no condition' }],
  ['the day the row began', RESOLVE, { 'rule.effectiveFrom': '2011-01-01' }],
  ['the day the row ends', RESOLVE, { 'rule.effectiveTo': '2027-01-01' }],
  ['the longest total', RESOLVE, { 'rule.extension.0.total': 60 }],
  ['the kind of case', RESOLVE, { 'rule.caseType': 'to_cao' }],
  ['the event', RESOLVE, { 'rule.startsAt': 'received', 'event.name': 'received' }],
  ['the rule set', RESOLVE, { 'ruleSet.version': '2025-01' }],
  ['why this row', RESOLVE, { 'ruleSet.whyThisRow.vi': 'KN-RESOLVE-1: vì thế.' }],
  ['the transition', RESOLVE, { 'ruleSet.transition': undefined }],
  ['the transition’s basis', RESOLVE, { 'ruleSet.transition.vi': 'Theo luật.' }],
  [
    'a transition where none applies',
    OVER_TET,
    { 'ruleSet.transition': { vi: 'Theo luật.', en: 'By law.' } },
  ],
  [
    'how sure the row is',
    SWAPPED,
    { 'rule.confidence': 'primary_mirror', flags: ['conflict_in_law'] },
  ],
  ['the conflicting article', SWAPPED, { 'result.conflictsWith.0.basis': 'LKN' }],
  ['the title of a document', OVER_TET, { 'documents.0.title': 'Văn bản khác' }],
  ['the date of a document', OVER_TET, { 'documents.0.issuedOn': '2026-02-20' }],
  ['how sure a document is', OVER_TET, { 'documents.0.confidence': 'primary_mirror' }],
  [
    'the documents of two days',
    SWAPPED,
    { 'days.2026-08-22.document': 'BLLD-112', 'days.2026-09-02.document': 'VPCP-9859-2025' },
  ],
  ['the name of a holiday', OVER_TET, { 'days.2026-02-17.reason.vi': 'Hội làng (nghỉ lễ, tết)' }],
  [
    'the kind of a day off',
    OVER_TET,
    {
      'days.2026-02-17.kind': 'compensatory_off',
      'days.2026-02-17.reason': { vi: 'Tết (nghỉ bù)', en: 'day off in lieu: Tết' },
    },
  ],
  ['a date in the explanation', OVER_TET, { 'explanation.1': 'Hạn mới: 01/06/2026.' }],
  ['the end in the explanation', OVER_TET, { explanation: ['PA-ANSWER: 10'], explanationEn: [''] }],
  ['the row in the explanation', OVER_TET, { 'explanation.0': 'Ba mươi ngày.' }],
  ['the words of a warning', NEXT_YEAR, { 'warnings.0.detail.vi': 'Ngày chắc chắn.' }],
  ['a year that no day touches', OVER_TET, { calendarYears: [2026, 2027] }],
  [
    'the unconfirmed day another date rests on',
    DOUBTFUL,
    { 'result.alternatives.0.ifConfirmed': ['2026-11-23'] },
  ],
  [
    'how often another date is told',
    DOUBTFUL,
    { 'result.alternatives.1': { dueOn: '2026-11-26', ifConfirmed: ['2026-11-24'] } },
  ],
  ['what is known of an event', RESOLVE, { 'event.place': 'Hà Nội' }],
  ['what is known of a pause', RESOLVE, { 'pauses.0.ground': 'x' }],
  ['what is known of a day', RESOLVE, { 'days.2026-07-01.note': 'x' }],
  ['one total into two', RESOLVE, { 'extensions.1': { ground: 'complex', days: 1 } }],
];

type Holder = Record<string, unknown>;

function forge(certificate: DeadlineCertificate, edits: Edits): DeadlineCertificate {
  const forged = structuredClone(certificate);
  for (const [at, value] of Object.entries(edits)) {
    const keys = at.split('.');
    const last = keys.pop() ?? '';
    let holder = forged as unknown as Holder;
    for (const key of keys) holder = held(holder, key);
    holder[last] = value;
  }
  return forged;
}

function held(holder: Holder, key: string): Holder {
  const isDate = Array.isArray(holder) && key.includes('-');
  const found: unknown = isDate
    ? (holder as unknown as Holder[]).find((day) => day.date === key)
    : holder[key];
  if (typeof found !== 'object' || found === null) throw new Error(`no ${key}`);
  return found as Holder;
}

describe('a forgery that hangs together', () => {
  it.each(FORGERIES)('is refused when it changes %s', (_what, request, edits) => {
    const certificate = made(request);
    expect(faultsOf(certificate)).toEqual([]);
    expect(faultsOf(forge(certificate, edits))).not.toEqual([]);
  });

  it('is refused when a whole rule set was forged', () => {
    const row = (rule: DeadlineRule): DeadlineRule =>
      rule.id === 'KN-RESOLVE-1' ? { ...rule, amount: 29 } : rule;
    const rules = { ...ruleSet, clocks: ruleSet.clocks.map(row) };
    expect(faultsOf(made(RESOLVE, { rules }))).toEqual([
      'rule: not KN-RESOLVE-1 as published in 2026-11',
    ]);
  });

  it('is refused when a holiday was hidden, or one invented under a published document', () => {
    const without = (date: string): readonly CalendarYear[] =>
      years.map((year) => ({ ...year, days: year.days.filter((day) => day.date !== date) }));
    expect(faultsOf(made(OVER_TET, { days: createCalendar(without('2026-02-18')) }))).toEqual([
      'days 2026-02-18: published as another kind of day',
    ]);
    const invented = { ...entryOn('2026-02-24'), document: 'VPCP-9859-2025' };
    expect(faultsOf(made(OVER_TET, { days: createCalendar(years, [invented]) }))).toEqual([
      "days 2026-02-24: not a day published, nor the office's own entry",
    ]);
  });
});

function entryOn(date: string): CalendarDay {
  return {
    date,
    kind: 'holiday',
    status: 'confirmed',
    name: 'Ngày thử',
    document: 'TEST-1',
    knownOn: '2026-01-01',
  };
}

describe('what an office itself decided', () => {
  it.each([
    ['a day off of its own', OVER_TET, entryOn('2026-02-24')],
    ['24 November confirmed', DOUBTFUL, entryOn('2026-11-24')],
    ['24 November rejected', DOUBTFUL, { ...entryOn('2026-11-24'), status: 'rejected' as const }],
  ])('is accepted, and shown with its document: %s', (_what, request, entry) => {
    const certificate = made(request, {
      days: createCalendar(years, [entry], { overlayDocuments }),
    });
    expect(certificate.documents).toEqual(expect.arrayContaining(overlayDocuments));
    expect(faultsOf(certificate)).toEqual([]);
  });

  it('is accepted when a later day was left out and the sheet says so', () => {
    const request = { rule: 'KN-SEND-1', start: on('2025-12-31') };
    const days = createCalendar(years, [], { asKnownOn: on('2025-12-24') });
    expect(faultsOf(made(request, { days, asKnownOn: '2025-12-24' }))).toEqual([]);
    expect(faultsOf(made(request, { days }))).toEqual([
      'days 2026-01-02: published as another kind of day',
    ]);
  });
});

describe('what the verifier carries', () => {
  const setOf = (version: string): RuleSet => {
    const found = rulesFor(version);
    if (!found) throw new Error(`no rule set ${version}`);
    return found;
  };

  it('is every published row, and what rows in conflict say', () => {
    const rows = RULE_SET_VERSIONS.map((version) => [
      version,
      setOf(version).clocks.map((rule) => `${rule.id}:${mark(rule)}`),
    ]);
    expect(PUBLISHED.rows).toEqual(Object.fromEntries(rows));
    const conflicts = RULE_SET_VERSIONS.map((version) => {
      const set = setOf(version);
      const named = set.clocks.map((rule) => [rule.id, statedBy(rivalsOf(rule, set), set)]);
      return [version, Object.fromEntries(named.filter(([, rows]) => rows?.length))];
    });
    expect(PUBLISHED.conflicts).toEqual(Object.fromEntries(conflicts));
  });

  it('is every published document and day', () => {
    const documents = years.flatMap((year) => year.documents);
    const listed = documents.map((document) => `${document.id}:${mark(document)}`);
    expect(PUBLISHED.documents).toEqual([...new Set(listed)]);
    const days = years
      .flatMap((year) => year.days)
      .map(({ date, knownOn, document }) => {
        const { kind, reason } = calendar.describeDay(toEpochDay(on(date)));
        return `${date}:${knownOn}:${mark({ date, kind, reason, document })}`;
      });
    expect(PUBLISHED.days).toEqual(days);
  });

  function statedBy(ids: readonly string[], set: RuleSet): readonly object[] {
    return ids.map((id) => {
      const row = ruleById(set, id);
      return { rule: id, basis: row?.basis, amount: row?.amount, unit: row?.unit };
    });
  }
});

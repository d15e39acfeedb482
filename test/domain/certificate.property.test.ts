/**
 * Certificates: the independent verifier agrees with the engine, and refuses whatever was altered.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import type { SealedCertificate } from '../../domain/certificate';
import { canonicalJson, createCertificate, sealCertificate } from '../../domain/certificate';
import { renderCertificate } from '../../domain/certificate-page';
import { isRefusal } from '../../domain/refusals';
import type { DeadlineRequest } from '../../domain/deadline-request';
import { computeDeadline } from '../../domain/deadlines';
import { createCalendar } from '../../domain/working-days';
import {
  lawfulRequest,
  on,
  overlay,
  overlayDocuments,
  ruleSet,
  years,
} from '../support/deadline-requests';
import { loadVerifier } from '../support/load-verifier';

const { verifyCertificate } = loadVerifier();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const calendar = createCalendar(years);
const about = { issuedOn: on('2026-11-24'), caseReference: 'KN-2026-000123', clock: 'resolve' };

function sealed(request: DeadlineRequest, days = calendar): SealedCertificate {
  const certificate = createCertificate(request, ruleSet, days, about);
  if (isRefusal(certificate)) throw new Error(certificate.detail.en);
  return sealCertificate(certificate, sha256);
}

function resealed(changed: object): SealedCertificate {
  const { digest, ...rest } = changed as SealedCertificate;
  expect(typeof digest).toBe('string');
  return sealCertificate(rest, sha256);
}

const example: DeadlineRequest = {
  rule: 'KN-RESOLVE-1',
  start: on('2026-02-10'),
  pauses: [{ from: on('2026-02-20'), to: on('2026-03-02') }],
  extension: { ground: 'complex', days: 15 },
};

/** Every path to a plain value inside a certificate. */
function leaves(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...at]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...at, key]));
}

/** A deep copy with one plain value replaced by another of the same type. */
function mutated(certificate: SealedCertificate, at: readonly string[]): SealedCertificate {
  const copy = structuredClone(certificate);
  let holder = copy as unknown as Record<string, unknown>;
  for (const key of at.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = at.at(-1) ?? '';
  const old = holder[last];
  holder[last] = otherValue(old);
  return copy;
}

function otherValue(old: unknown): unknown {
  if (typeof old === 'boolean') return !old;
  if (typeof old === 'number') return old + 1;
  if (typeof old !== 'string') return 'x';
  return /^\d{4}-\d{2}-\d{2}$/.test(old)
    ? `${old.slice(0, 8)}${old.endsWith('07') ? '08' : '07'}`
    : `${old}x`;
}

describe('a deadline certificate', () => {
  it('says of the worked example when it ends, what was skipped and why', () => {
    const certificate = sealed(example);
    expect(certificate.result).toMatchObject({
      dueOn: '2026-04-06',
      endsAt: '2026-04-06T24:00+07:00',
    });
    expect(certificate.days.filter((day) => day.role === 'counted')).toHaveLength(45);
    expect(certificate.days.filter((day) => day.role === 'paused')).toHaveLength(10);
    expect(verifyCertificate(certificate)).toEqual([]);
  });

  it('names the document of every day off a working-day count skips', () => {
    const certificate = sealed({ rule: 'PA-ANSWER', start: on('2026-02-10') });
    const skipped = certificate.days.filter(
      (day) => day.role === 'rest_day' && day.kind === 'holiday',
    );
    expect(skipped.map((day) => day.date)).toContain('2026-02-17');
    const documents = new Set(certificate.documents.map((document) => document.id));
    expect(skipped.every((day) => documents.has(day.document ?? ''))).toBe(true);
  });

  it('says why a suspension of an older case follows the transition', () => {
    const certificate = sealed({
      rule: 'KN-RESOLVE-1',
      start: on('2026-06-20'),
      pauses: [{ from: on('2026-07-06'), to: on('2026-07-16') }],
    });
    expect(certificate.ruleSet.transition?.vi).toContain('khoản 1 Điều 22');
    expect(certificate.flags).not.toContain('pause_before_suspension_law');
  });

  it('refuses what the engine refuses, with the same code', () => {
    const request = { ...example, extension: { ground: 'complex', days: 16 } };
    expect(createCertificate(request, ruleSet, calendar, about)).toMatchObject({
      refusal: 'extension_exceeds_maximum',
    });
  });

  it('refuses to list a pause of many years day by day', () => {
    const request = { ...example, pauses: [{ from: on('2026-02-20'), to: on('2046-03-02') }] };
    expect(createCertificate(request, ruleSet, calendar, about)).toMatchObject({
      refusal: 'invalid_request',
    });
  });
});

describe('the independent verifier', () => {
  it('agrees with the engine on 10,000 random terms', () => {
    fc.assert(
      fc.property(lawfulRequest(), overlay(), (request, days) => {
        const local = createCalendar(years, days, { overlayDocuments });
        const answer = computeDeadline(request, ruleSet, local);
        if (isRefusal(answer)) throw new Error(`${answer.refusal} ${JSON.stringify(request)}`);
        const certificate = sealed(request, local);
        expect(certificate.result.dueOn).toBe(answer.dueOn);
        expect(verifyCertificate(certificate)).toEqual([]);
      }),
      { numRuns: 10_000, seed: 20261124 },
    );
  }, 120_000);

  it('refuses a certificate in which any single value was changed', () => {
    const samples = [
      example,
      { rule: 'KN-ACCEPT-V2', start: on('2026-11-20') },
      { rule: 'TC-RESOLVE', start: on('2026-12-20'), pauses: [{ from: on('2026-12-28') }] },
      { rule: 'TCD-ONLINE-CONNECT', start: on('2026-12-01'), startTime: '00:30' },
    ] satisfies DeadlineRequest[];
    for (const certificate of samples.map((request) => sealed(request))) {
      for (const at of leaves(certificate)) {
        const faults = verifyCertificate(mutated(certificate, at));
        expect({ at: at.join('.'), isRefused: faults.length > 0 }).toEqual({
          at: at.join('.'),
          isRefused: true,
        });
      }
    }
  });

  it('refuses a changed figure even when the digest is made again', () => {
    const certificate = sealed(example);
    const figures = leaves(certificate).filter((at) => {
      const path = at.join('.');
      return /^(?:days\.\d+\.(?:date|weekday|kind|isWorking|role|number)|event\.(?:on|weekday|name)|rule\.(?:amount|unit|bound|suspendable$|confidence)|pauses\.\d+\.|extensions\.\d+\.(?:ground|days)|result\.|flags\.)/.test(
        path,
      );
    });
    expect(figures.length).toBeGreaterThan(300);
    const passed = figures.filter(
      (at) => verifyCertificate(resealed(mutated(certificate, at))).length === 0,
    );
    expect(passed.map((at) => at.join('.'))).toEqual([]);
  });

  it('refuses a day left out, a day added and a calendar that turned a workday into a holiday', () => {
    const certificate = sealed({ rule: 'PA-ANSWER', start: on('2026-02-10') });
    const without = {
      ...certificate,
      days: certificate.days.filter((day) => day.date !== '2026-02-24'),
    };
    const last = certificate.days.at(-1)!;
    const longer = { ...certificate, days: [...certificate.days, { ...last, role: 'after_term' }] };
    const holiday = {
      ...certificate,
      days: certificate.days.map((day) =>
        day.date === '2026-02-24' ? { ...day, kind: 'holiday', isWorking: false } : day,
      ),
    };
    for (const forged of [without, longer, holiday]) {
      expect(verifyCertificate(resealed(forged))).not.toEqual([]);
    }
  });

  it('refuses what is not a certificate at all', () => {
    for (const junk of [null, 1, 'text', [], {}, { format: 'other' }]) {
      expect(verifyCertificate(junk)).not.toEqual([]);
    }
  });
});

describe('the published schema', () => {
  const schema = JSON.parse(
    readFileSync(
      path.join(__dirname, '../../docs/schemas/deadline-certificate.schema.json'),
      'utf8',
    ),
  ) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

  it('accepts certificates of every rule', () => {
    fc.assert(
      fc.property(lawfulRequest(), overlay(), (request, days) => {
        validate(sealed(request, createCalendar(years, days, { overlayDocuments })));
        expect(validate.errors).toBeNull();
      }),
      { numRuns: 1000, seed: 7 },
    );
  }, 60_000);

  it('refuses a certificate without its digest, with an unknown field or an unknown role', () => {
    const certificate = sealed(example);
    const { digest, ...unsealed } = certificate;
    expect(validate({ ...unsealed, digest })).toBe(true);
    expect(validate(unsealed)).toBe(false);
    expect(validate({ ...certificate, extra: 1 })).toBe(false);
    const [first, ...rest] = certificate.days;
    expect(validate({ ...certificate, days: [{ ...first, role: 'lucky' }, ...rest] })).toBe(false);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order in which facts were written', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'Đ' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"Đ","d":null}]}',
    );
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  });
});

describe('the printed page', () => {
  it('shows the result, every day and the digest, and escapes what people wrote', () => {
    const certificate = sealed(example);
    const page = renderCertificate(
      sealCertificate({ ...certificate, caseReference: '<script>alert("x")</script>' }, sha256),
    );
    expect(page).toContain('<html lang="vi">');
    expect(page).toContain('06/04/2026');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(page.match(/<tr class="day/g)).toHaveLength(certificate.days.length);
    expect(renderCertificate(certificate)).toContain(certificate.digest);
  });
});

/**
 * The certificate as one printable page (A4, Vietnamese), with no script, no picture and no outside file:
 * it can be saved, posted and printed anywhere. Everything that is not fixed wording is escaped.
 */
import type { SealedCertificate } from './certificate';
import type { CertifiedDay, DayRole } from './certificate-days';
import type { CivilDate } from './civil-date';
import { toEpochDay } from './civil-date';
import { DEADLINE_FLAGS } from './deadline-flags';
import {
  amountText,
  citation,
  CONFIDENCE_TEXT,
  dayText,
  DUE_TEXT,
  EVENT_TEXT,
  GROUND_TEXT,
  printedDate,
  wordsFor,
} from './deadline-words';

const ROLE_TEXT: Readonly<Record<DayRole, string>> = {
  event: 'Ngày xảy ra sự kiện, không tính (Điều 147 Bộ luật Dân sự 2015)',
  counted: 'Tính',
  rest_day: 'Không tính: ngày nghỉ',
  paused: 'Không tính: đang tạm đình chỉ',
  moved_to: 'Ngày làm việc thời hạn chuyển đến',
  in_period: 'Ngày làm việc trong kỳ',
  after_term: 'Sau khi hết thời hạn',
};

const STYLE = `
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 "Times New Roman", Tinos, "Liberation Serif", serif; color: #111; margin: 0 auto; max-width: 178mm; padding: 8mm 0; }
h1 { font-size: 15pt; text-align: center; text-transform: uppercase; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
.result { border: 1.5pt solid #111; padding: 3mm 5mm; margin: 4mm 0; text-align: center; font-size: 14pt; }
.result strong { font-size: 18pt; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.5pt solid #777; padding: 0.8mm 1.6mm; text-align: left; vertical-align: top; }
th { background: #eee; }
td:first-child { white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.day-rest_day td, tr.day-paused td, tr.day-event td { background: #f3f3f3; }
tr.day-moved_to td { font-weight: bold; }
dl { display: grid; grid-template-columns: 46mm 1fr; gap: 1mm 3mm; margin: 0; }
dt { color: #444; } dd { margin: 0; }
.seal { font: 8pt/1.4 monospace; overflow-wrap: anywhere; margin-top: 6mm; }
@media screen and (max-width: 190mm) { body { padding: 4mm; } dl { grid-template-columns: 30mm 1fr; } }
@media print { body { padding: 0; max-width: none; } }
`;

/** A complete HTML document. */
export function renderCertificate(certificate: SealedCertificate): string {
  const title = 'Giấy giải thích thời hạn';
  return `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${escape(certificate.caseReference ?? certificate.rule.id)}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1>
${resultBox(certificate)}
${factList(certificate)}
${section('Cách tính', list(certificate.explanation))}
${section('Lưu ý', list(notices(certificate)))}
${section('Từng ngày', dayTable(certificate.days))}
${section('Văn bản về ngày nghỉ, ngày làm việc', list(documentLines(certificate)))}
<p class="seal">Mã kiểm tra SHA-256: ${escape(certificate.digest)}<br>
Bộ quy tắc ${escape(certificate.ruleSet.version)} · ${escape(certificate.format)}</p>
</body></html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function withWeekday(date: CivilDate): string {
  return dayText(toEpochDay(date)).vi;
}

/** A number in the rule's own unit. */
function countText(count: number, { rule }: SealedCertificate): string {
  return rule.unit === null ? String(count) : amountText(count, rule.unit).vi;
}

function resultBox(certificate: SealedCertificate): string {
  const { result, rule, event } = certificate;
  if (result.dueOn === null) {
    const since = result.pausedSince === undefined ? '' : printedDate(result.pausedSince);
    return `<div class="result">Đang tạm đình chỉ từ <strong>${since}</strong>; còn ${countText(result.remainingDays ?? 0, certificate)} sau khi tiếp tục</div>`;
  }
  const clock = result.dueAt === undefined ? '24:00' : result.dueAt.slice(11, 16);
  const isHourUnknown = rule.unit === 'hour' && event.time === undefined;
  const due = isHourUnknown ? 'Trong ngày' : `${DUE_TEXT[rule.bound].vi} ${clock}`;
  const provisional = result.isFinal ? '' : '<br>(tạm tính)';
  return `<div class="result">${due} <strong>${withWeekday(result.dueOn)}</strong>${provisional}</div>`;
}

function factList(certificate: SealedCertificate): string {
  const { rule, event, ruleSet } = certificate;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Số hồ sơ', certificate.caseReference],
    ['Ngày lập', printedDate(certificate.issuedOn)],
    [
      'Sự kiện bắt đầu',
      `${wordsFor(EVENT_TEXT, event.name).vi}, ${withWeekday(event.on)}${event.time === undefined ? '' : ` ${event.time}`}`,
    ],
    ['Quy định', `${rule.id}: ${countText(rule.amount ?? 0, certificate)}`],
    ['Căn cứ', citation(rule.basis).vi],
    ['Vì sao dùng quy định này', ruleSet.whyThisRow.vi],
    ['Chuyển tiếp', ruleSet.transition?.vi],
    ['Mức tin cậy của căn cứ', CONFIDENCE_TEXT[rule.confidence].vi],
    [
      'Lịch nghỉ biết đến ngày',
      certificate.calendarAsKnownOn && printedDate(certificate.calendarAsKnownOn),
    ],
    ['Tạm đình chỉ', pauseText(certificate)],
    ['Gia hạn', extensionText(certificate)],
    [
      'Bắt đầu có hiệu lực',
      certificate.result.effectiveFromOn && printedDate(certificate.result.effectiveFromOn),
    ],
  ];
  const rows = facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escape(value ?? '')}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

function pauseText({ pauses }: SealedCertificate): string {
  return pauses
    .map((pause) => {
      const end = pause.to === null ? 'nay' : printedDate(pause.to);
      return `${printedDate(pause.from)} đến ${end}${pause.days === null ? '' : ` (${String(pause.days)} ngày)`}`;
    })
    .join('; ');
}

function extensionText(certificate: SealedCertificate): string {
  return certificate.extensions
    .map(({ ground, days, decidedOn, criteria }) => {
      const decided = decidedOn === undefined ? '' : `, quyết định ngày ${printedDate(decidedOn)}`;
      const letters = criteria === undefined ? '' : `, tiêu chí ${criteria.join(', ')}`;
      return `${countText(days, certificate)} (${wordsFor(GROUND_TEXT, ground).vi}${letters}${decided})`;
    })
    .join('; ');
}

function notices({ flags, warnings }: SealedCertificate): readonly string[] {
  return [
    ...flags.map((flag) => `${DEADLINE_FLAGS[flag].vi}.`),
    ...warnings.map((warning) => warning.detail.vi),
  ];
}

function documentLines({ documents }: SealedCertificate): readonly string[] {
  return documents.map((document) => {
    const issued =
      document.issuedOn === null ? '' : `, ban hành ${printedDate(document.issuedOn as CivilDate)}`;
    const { id, title, confidence } = document;
    return `[${id}] ${title}${issued} (${wordsFor(CONFIDENCE_TEXT, confidence).vi})`;
  });
}

function section(title: string, body: string): string {
  return body === '' ? '' : `<h2>${title}</h2>${body}`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`;
}

function dayTable(days: readonly CertifiedDay[]): string {
  const head =
    '<tr><th>Ngày</th><th>Thứ tự</th><th>Tính hay không</th><th>Là ngày gì</th><th>Văn bản</th></tr>';
  return `<table><thead>${head}</thead><tbody>${days.map(dayRow).join('')}</tbody></table>`;
}

function dayRow(day: CertifiedDay): string {
  const number = day.number === undefined ? '' : String(day.number);
  return `<tr class="day day-${day.role}"><td>${withWeekday(day.date)}</td><td class="number">${number}</td><td>${ROLE_TEXT[day.role]}</td><td>${escape(day.reason.vi)}</td><td>${escape(day.document ?? '')}</td></tr>`;
}

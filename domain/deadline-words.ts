/**
 * Words for the codes in rule rows: events, grounds, confidence, units, citations and dates, in Vietnamese
 * and English. The rows stay terse and unchanged; people read this.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, weekdayOfEpochDay } from './civil-date';
import type { DeadlineBound, DeadlineUnit, RuleConfidence } from './rules';

export type Words = { readonly vi: string; readonly en: string };

export const UNIT_TEXT: Readonly<Record<DeadlineUnit, Words>> = {
  calendar_day: { vi: 'ngày', en: 'calendar days' },
  working_day: { vi: 'ngày làm việc', en: 'working days' },
  hour: { vi: 'giờ', en: 'hours' },
  immediately: { vi: 'ngay', en: 'at once' },
  day_per_week: { vi: 'ngày mỗi tuần', en: 'days a week' },
  day_per_month: { vi: 'ngày mỗi tháng', en: 'days a month' },
  per_year: { vi: 'lần mỗi năm', en: 'times a year' },
  percent_above: { vi: 'phần trăm', en: 'per cent' },
};

/** `15 ngày làm việc` and `15 working days`; "at once" has no number. */
export function amountText(amount: number, unit: DeadlineUnit): Words {
  const { vi, en } = UNIT_TEXT[unit];
  if (unit === 'immediately') return { vi, en };
  const counted = amount === 1 ? en.replace(/s\b/, '') : en;
  return { vi: `${amount} ${vi}`, en: `${amount} ${counted}` };
}

/** What the last day of a term means, before the hour. */
export const DUE_TEXT: Readonly<Record<DeadlineBound, Words>> = {
  max: { vi: 'Hết hạn lúc', en: 'Due by' },
  after: { vi: 'Thời hạn hết lúc', en: 'The term ends at' },
  min_before: { vi: 'Chậm nhất lúc', en: 'At the latest at' },
  min_length: { vi: 'Phải kéo dài ít nhất đến', en: 'Must last at least until' },
  min_frequency: { vi: 'Chậm nhất lúc', en: 'At the latest at' },
  alarm_after: { vi: 'Báo động khi quá', en: 'Alarm once past' },
  goal: { vi: 'Mục tiêu đến', en: 'Target by' },
};

/** How sure a row or a document is; `office_entry` is a document only the office itself has named. */
export const CONFIDENCE_TEXT: Readonly<Record<RuleConfidence | 'office_entry', Words>> = {
  primary_mirror: { vi: 'đã đọc toàn văn ở bản sao', en: 'statute text read in a mirror' },
  single_ocr: { vi: 'chỉ có một bản quét', en: 'one scanned copy only' },
  secondary: { vi: 'báo chí hoặc trang cơ quan', en: 'press or an agency’s page' },
  indirect: { vi: 'suy ra từ văn bản địa phương', en: 'inferred from a local text' },
  memory: { vi: 'chưa tra cứu', en: 'not looked up' },
  unresolved_conflict: {
    vi: 'các văn bản mâu thuẫn, chưa ngã ngũ',
    en: 'texts conflict, unresolved',
  },
  no_statutory_number: { vi: 'pháp luật không nêu số', en: 'the law names no number' },
  target: { vi: 'chỉ tiêu', en: 'a target' },
  office_entry: { vi: 'đơn vị tự ghi', en: 'entered by the office' },
};

/** `startsAt` of a row. */
export const EVENT_TEXT: Readonly<Record<string, Words>> = {
  decision_received_or_act_known: {
    vi: 'nhận được quyết định hoặc biết hành vi',
    en: 'decision received or act known',
  },
  complaint_received: { vi: 'nhận được khiếu nại', en: 'complaint received' },
  accepted: { vi: 'thụ lý', en: 'accepted' },
  dialogue_date: { vi: 'ngày đối thoại', en: 'day of the dialogue' },
  decision_issued: { vi: 'ban hành quyết định', en: 'decision issued' },
  resolve_first_expired_or_decision_received: {
    vi: 'hết hạn giải quyết lần đầu hoặc nhận quyết định',
    en: 'first term expired or decision received',
  },
  second_complaint_received: { vi: 'nhận được khiếu nại lần hai', en: 'second complaint received' },
  second_accepted: { vi: 'thụ lý lần hai', en: 'second complaint accepted' },
  second_decision_issued: { vi: 'ban hành quyết định lần hai', en: 'second decision issued' },
  posted: { vi: 'niêm yết', en: 'posted' },
  decision_legally_effective: {
    vi: 'quyết định có hiệu lực pháp luật',
    en: 'decision legally effective',
  },
  termination_notice: { vi: 'thông báo đình chỉ', en: 'termination notified' },
  suspension_or_termination_decision: {
    vi: 'quyết định tạm đình chỉ hoặc đình chỉ',
    en: 'suspension or termination decided',
  },
  resume_decision: { vi: 'quyết định tiếp tục giải quyết', en: 'resumption decided' },
  denunciation_received: { vi: 'nhận được tố cáo', en: 'denunciation received' },
  crime_sign_found: { vi: 'phát hiện dấu hiệu tội phạm', en: 'sign of a crime found' },
  transfer_received: { vi: 'nhận đơn chuyển đến', en: 'transferred letter received' },
  acceptance_decision: { vi: 'quyết định thụ lý', en: 'acceptance decided' },
  conclusion_issued: { vi: 'ban hành kết luận', en: 'conclusion issued' },
  handling_result: { vi: 'có kết quả xử lý', en: 'handling result known' },
  conclusion_or_handling_decision: {
    vi: 'kết luận hoặc quyết định xử lý',
    en: 'conclusion or handling decision',
  },
  further_denunciation_received: {
    vi: 'nhận được tố cáo tiếp',
    en: 'further denunciation received',
  },
  demand_received: { vi: 'nhận văn bản yêu cầu', en: 'demand received' },
  calendar_week: { vi: 'tuần', en: 'calendar week' },
  calendar_month: { vi: 'tháng', en: 'calendar month' },
  calendar_year: { vi: 'năm', en: 'calendar year' },
  reception_date: { vi: 'ngày tiếp công dân', en: 'day of reception' },
  refusal_ground_established: {
    vi: 'xác định có căn cứ từ chối',
    en: 'ground of refusal established',
  },
  online_reception_date: { vi: 'ngày tiếp trực tuyến', en: 'day of online reception' },
  online_reception_start: { vi: 'giờ bắt đầu tiếp trực tuyến', en: 'start of online reception' },
  resolved: { vi: 'giải quyết xong', en: 'resolved' },
  result_notice_received: { vi: 'nhận thông báo kết quả', en: 'result notice received' },
  content_received: { vi: 'nhận nội dung', en: 'content received' },
  letter_received: { vi: 'nhận đơn', en: 'letter received' },
  feedback_received: { vi: 'nhận phản ánh, kiến nghị', en: 'feedback received' },
  request_received: { vi: 'nhận yêu cầu', en: 'request received' },
  acceptance_notice: { vi: 'thông báo tiếp nhận', en: 'acceptance notified' },
  due_date: { vi: 'ngày hẹn trả', en: 'appointed day' },
  year: { vi: 'năm', en: 'year' },
  recommendation_received: { vi: 'nhận kiến nghị', en: 'recommendation received' },
  inspection_date: { vi: 'ngày kiểm tra, giám sát', en: 'day of inspection' },
  first_broadcast: { vi: 'phát thanh lần đầu', en: 'first broadcast' },
};

/** Grounds of extension, and of time that is not counted. */
export const GROUND_TEXT: Readonly<Record<string, Words>> = {
  complex: { vi: 'vụ việc phức tạp', en: 'complex case' },
  specially_complex: { vi: 'vụ việc đặc biệt phức tạp', en: 'specially complex case' },
  remote: { vi: 'vùng sâu, vùng xa, đi lại khó khăn', en: 'remote area, hard to reach' },
  many_places_or_delegated_check: {
    vi: 'phải kiểm tra tại nhiều nơi hoặc ủy quyền',
    en: 'checks in several places or delegated',
  },
  objective_obstacle_time: { vi: 'trở ngại khách quan', en: 'objective obstacle' },
};

/** Words for a code, or the code itself when a draft rule set brings a new one. */
export function wordsFor(table: Readonly<Record<string, Words>>, code: string): Words {
  return (Object.hasOwn(table, code) ? table[code] : undefined) ?? { vi: code, en: code };
}

const WEEKDAYS: readonly Words[] = [
  { vi: 'thứ Hai', en: 'Monday' },
  { vi: 'thứ Ba', en: 'Tuesday' },
  { vi: 'thứ Tư', en: 'Wednesday' },
  { vi: 'thứ Năm', en: 'Thursday' },
  { vi: 'thứ Sáu', en: 'Friday' },
  { vi: 'thứ Bảy', en: 'Saturday' },
  { vi: 'Chủ nhật', en: 'Sunday' },
];

/** Day, month, year, as Vietnamese papers write it: `24/11/2026`. */
export function printedDate(date: CivilDate): string {
  return date.split('-').reverse().join('/');
}

/** `thứ Ba, 24/11/2026` and `Tuesday 2026-11-24`. */
export function dayText(epochDay: number): Words {
  const weekday = WEEKDAYS[weekdayOfEpochDay(epochDay) - 1] ?? { vi: '', en: '' };
  const date = fromEpochDay(epochDay);
  return { vi: `${weekday.vi}, ${printedDate(date)}`, en: `${weekday.en} ${date}` };
}

type Replacement = readonly [RegExp, string];

const VIETNAMESE: readonly Replacement[] = [
  [/\bLKN\b/g, 'Luật Khiếu nại'],
  [/\bLTCD\b/g, 'Luật Tiếp công dân'],
  [/\bLTC\b/g, 'Luật Tố cáo'],
  [/\bBLDS\b/g, 'Bộ luật Dân sự'],
  [/\bLaw\b/g, 'Luật'],
  [/\bTT (?=\d)/g, 'Thông tư '],
  [/\bND (?=\d)/g, 'Nghị định '],
  [/\bam\. (?=\d)/g, 'sửa đổi bởi Nghị định '],
  [/\bam\. /g, 'sửa đổi bởi '],
  [/\badded by\b/g, 'bổ sung bởi'],
  [/\bD(\d+[a-z]?)\.(\d+)([a-z])(?!\w)/g, 'điểm $3 khoản $2 Điều $1'],
  [/\bD(\d+[a-z]?)\.(\d+)(?![\w.])/g, 'khoản $2 Điều $1'],
  [/\bD(?=\d)/g, 'Điều '],
  [/\(if unamended\)/g, '(nếu chưa được sửa đổi)'],
  [/\(article not seen\)/g, '(chưa thấy điều khoản)'],
  [/^none found$/, 'chưa tìm thấy quy định'],
  [/^no number seen$/, 'chưa thấy quy định số ngày'],
  [/^plan target, not law$/, 'chỉ tiêu kế hoạch, không phải luật'],
  [
    /undecided cases accepted earlier follow it too/,
    'áp dụng cả vụ việc đã thụ lý, chưa giải quyết xong',
  ],
  [/time of an objective obstacle is not counted/, 'thời gian có trở ngại khách quan không tính'],
  // The article stands before the text it is of: `khoản 1 Điều 28 Luật Tiếp công dân 42/2013/QH13`.
  [
    /((?:Luật|Bộ luật|Nghị định|Thông tư)[^;,():]*? \d[\w/-]*|Luật \d[\w/]*) ((?:điểm \S+ )?(?:khoản \d+ )?Điều [\da-z-]+)/g,
    '$2 $1',
  ],
];

const ENGLISH: readonly Replacement[] = [
  [/\bLKN\b/g, 'Law on Complaints'],
  [/\bLTCD\b/g, 'Law on Citizen Reception'],
  [/\bLTC\b/g, 'Law on Denunciations'],
  [/\bBLDS\b/g, 'Civil Code'],
  [/\bTT (?=\d)/g, 'Circular '],
  [/\bND (?=\d)/g, 'Decree '],
  [/\bam\. (?=\d)/g, 'as amended by Decree '],
  [/\bam\. /g, 'as amended by '],
  [/\bD(?=\d)/g, 'Art. '],
];

const cited = new Map<string, Words>();

/** A row's terse citation written out: `ND 154/2026 D4` is `Điều 4 Nghị định 154/2026`. */
export function citation(basis: string): Words {
  const known = cited.get(basis);
  if (known !== undefined) return known;
  const words = { vi: replaceAll(basis, VIETNAMESE), en: replaceAll(basis, ENGLISH) };
  // Only published rows come here, a few dozen; a recount asks for the same ones again and again.
  cited.set(basis, words);
  return words;
}

function replaceAll(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((done, [pattern, words]) => done.replace(pattern, words), text);
}

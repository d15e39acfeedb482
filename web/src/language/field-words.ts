/** What a field is called, wherever it appears: forms, case page, history. One field, one name. */
import type { Label } from './language';

/** Field → label; `Command.field` where a command means something else by the name. */
const FIELD_LABELS: Readonly<Record<string, Label>> = {
  kind: { vi: 'Loại vụ việc', en: 'Kind of case' },
  reference: { vi: 'Số hồ sơ', en: 'Reference' },
  channel: { vi: 'Hình thức tiếp nhận', en: 'Channel' },
  'PublishDecision.channel': { vi: 'Hình thức công khai', en: 'Way of publication' },
  receivedOn: { vi: 'Ngày nhận đơn', en: 'Received on' },
  complainants: { vi: 'Số người khiếu nại', en: 'Number of complainants' },
  isRemoteArea: {
    vi: 'Vùng sâu, vùng xa, đi lại khó khăn',
    en: 'Remote area with difficult travel',
  },
  submission: { vi: 'Nội dung đơn', en: 'The complaint' },
  complainantName: { vi: 'Họ tên người khiếu nại', en: 'Complainant' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  identityNumber: { vi: 'Số CCCD (12 chữ số)', en: 'Identity number (12 digits)' },
  respondent: { vi: 'Người, cơ quan bị khiếu nại', en: 'Complained against' },
  content: { vi: 'Nội dung khiếu nại', en: 'Content of the complaint' },
  request: { vi: 'Yêu cầu của người khiếu nại', en: 'What is requested' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  competence: { vi: 'Thẩm quyền', en: 'Competence' },
  ground: { vi: 'Căn cứ', en: 'Ground' },
  reason: { vi: 'Lý do', en: 'Reason' },
  to: { vi: 'Cơ quan có thẩm quyền', en: 'Competent body' },
  guidance: { vi: 'Nội dung hướng dẫn', en: 'Guidance' },
  officerId: { vi: 'Người xác minh', en: 'Case officer' },
  findings: { vi: 'Kết quả xác minh', en: 'Findings' },
  report: { vi: 'Báo cáo xác minh', en: 'Verification report' },
  dialogueOn: { vi: 'Ngày đối thoại', en: 'Date of the dialogue' },
  notice: { vi: 'Loại thông báo', en: 'Notice' },
  attendance: { vi: 'Sự có mặt của người khiếu nại', en: 'Complainant’s attendance' },
  minutes: { vi: 'Biên bản đối thoại', en: 'Minutes' },
  criteria: { vi: 'Tiêu chí phức tạp', en: 'Criteria of complexity' },
  days: { vi: 'Số ngày gia hạn', en: 'Days of extension' },
  conclusion: { vi: 'Kết luận', en: 'Conclusion' },
  outcome: { vi: 'Xử lý quyết định, hành vi bị khiếu nại', en: 'Contested decision or act' },
  decision: { vi: 'Nội dung quyết định', en: 'Decision' },
  recipients: { vi: 'Nơi nhận', en: 'Recipients' },
  letter: { vi: 'Nội dung đơn rút', en: 'Letter of withdrawal' },
  note: { vi: 'Ghi chú', en: 'Note' },
  ruleSet: { vi: 'Bộ quy tắc', en: 'Rule set' },
  'CalendarDay.date': { vi: 'Ngày', en: 'Date' },
  'CalendarDay.kind': { vi: 'Loại ngày', en: 'Kind of day' },
  'CalendarDay.name': { vi: 'Tên ngày, lý do', en: 'Name of the day, reason' },
  'CalendarDay.document': { vi: 'Văn bản (số, tên)', en: 'Document (number, title)' },
  'CalendarDay.knownOn': { vi: 'Ngày biết văn bản', en: 'Document known since' },
  assignee: { vi: 'Người xác minh', en: 'Case officer' },
};

export function fieldLabel(field: string, command = ''): Label {
  return FIELD_LABELS[`${command}.${field}`] ?? FIELD_LABELS[field] ?? { vi: field, en: field };
}

/** Whether people have a name for the field at all; ids and hashes have none. */
export function isNamedField(field: string): boolean {
  return field in FIELD_LABELS;
}

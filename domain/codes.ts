/**
 * Coded values shared by commands and events, each with the provision that names it.
 * The same bytes in PostgreSQL, Kafka, JSON and the page. LKN = Luật Khiếu nại 02/2011/QH13.
 */

interface Label {
  vi: string;
  en: string;
}

export const CHANNELS = {
  in_person: { vi: 'Nộp trực tiếp', en: 'Handed in at the counter' },
  reception: { vi: 'Tiếp công dân', en: 'Taken at citizen reception' },
  post: { vi: 'Bưu chính', en: 'Post' },
  online: { vi: 'Trực tuyến', en: 'Online' },
  forwarded: { vi: 'Cơ quan khác chuyển đến', en: 'Forwarded by another body' },
} as const satisfies Record<string, Label>;

export const COMPLAINT_FIELDS = {
  land: { vi: 'Đất đai, nhà ở', en: 'Land and housing' },
  social_policy: { vi: 'Chế độ, chính sách', en: 'Social policy' },
  other_administrative: { vi: 'Hành chính khác', en: 'Other administrative' },
  judicial: { vi: 'Tư pháp', en: 'Judicial' },
  party: { vi: 'Đảng, đoàn thể', en: 'Party and mass organisations' },
  other: { vi: 'Khác', en: 'Other' },
} as const satisfies Record<string, Label>;

export const COMPETENCE = {
  own: { vi: 'Thuộc thẩm quyền', en: 'Within competence' },
  other_body: { vi: 'Không thuộc thẩm quyền', en: 'Not within competence' },
} as const satisfies Record<string, Label>;

/** LKN Điều 11: the nine cases in which a complaint is not accepted. */
export const REFUSAL_GROUNDS = {
  R1: {
    vi: 'Quyết định, hành vi nội bộ, quy phạm pháp luật hoặc thuộc bí mật nhà nước',
    en: 'Internal, normative or state-secret decision or act',
  },
  R2: {
    vi: 'Không liên quan trực tiếp đến quyền, lợi ích hợp pháp của người khiếu nại',
    en: 'Does not directly touch the complainant’s own lawful interest',
  },
  R3: {
    vi: 'Không đủ năng lực hành vi dân sự mà không có người đại diện hợp pháp',
    en: 'No legal capacity and no lawful representative',
  },
  R4: { vi: 'Người đại diện không hợp pháp', en: 'The representative is not lawful' },
  R5: { vi: 'Đơn không có chữ ký hoặc điểm chỉ', en: 'No signature or fingerprint' },
  R6: {
    vi: 'Hết thời hiệu khiếu nại mà không có lý do chính đáng',
    en: 'Time limit passed without good reason',
  },
  R7: {
    vi: 'Đã có quyết định giải quyết khiếu nại lần hai',
    en: 'A second-instance decision already exists',
  },
  R8: {
    vi: 'Có thông báo đình chỉ mà sau 30 ngày không tiếp tục khiếu nại',
    en: 'Termination notified and not resumed within 30 days',
  },
  R9: {
    vi: 'Tòa án đã thụ lý hoặc đã giải quyết bằng bản án, quyết định',
    en: 'A court has accepted or decided the matter',
  },
} as const satisfies Record<string, Label>;

/** NĐ 124/2020 Điều 3a (added by NĐ 155/2026, from 2026-07-01): what makes a case complex. */
export const COMPLEXITY_CRITERIA = {
  a: {
    vi: 'Một nội dung phải xác minh tại từ 2 địa điểm',
    en: 'One content, verification in two or more places',
  },
  b: { vi: 'Từ 2 nội dung phải xác minh', en: 'Two or more contents to verify' },
  c: {
    vi: 'Nhiều người cùng khiếu nại hoặc liên quan nhiều người',
    en: 'Many people on one content, or many people’s interests',
  },
  d: { vi: 'Có yếu tố nước ngoài', en: 'Foreign element' },
  đ: { vi: 'Liên quan nhiều cơ quan quản lý', en: 'Management duty of several bodies' },
  e: { vi: 'Các cơ quan còn ý kiến khác nhau', en: 'Bodies concerned still disagree' },
  g: {
    vi: 'Chứng cứ mâu thuẫn, cần giám định hoặc ý kiến chuyên môn',
    en: 'Conflicting evidence needing time or specialists',
  },
} as const satisfies Record<string, Label>;

/** Luật Khiếu nại Điều 11a.1 (added by Luật 136/2025, from 2026-07-01). */
export const SUSPENSION_GROUNDS = {
  obstacle: {
    vi: 'Bất khả kháng, trở ngại khách quan của người khiếu nại',
    en: 'Force majeure or objective obstacle',
  },
  awaiting_other_body: {
    vi: 'Chờ kết quả của cơ quan khác về việc liên quan trực tiếp',
    en: 'Waiting for another body’s result',
  },
} as const satisfies Record<string, Label>;

/** LKN Điều 30: dialogue is required when the request and the findings differ. */
export const FINDINGS = {
  agree: { vi: 'Kết quả xác minh thống nhất với yêu cầu', en: 'Findings agree with the request' },
  differ: { vi: 'Kết quả xác minh khác với yêu cầu', en: 'Findings differ from the request' },
} as const satisfies Record<string, Label>;

export const ATTENDANCE = {
  present: { vi: 'Có mặt', en: 'Present' },
  absent_with_reason: { vi: 'Vắng mặt có lý do', en: 'Absent with reason' },
  absent_without_reason: { vi: 'Vắng mặt không có lý do', en: 'Absent without reason' },
} as const satisfies Record<string, Label>;

/** LKN Điều 31: conclusion of a decision. */
export const CONCLUSIONS = {
  right: { vi: 'Khiếu nại đúng', en: 'Complaint right' },
  partly_right: { vi: 'Khiếu nại đúng một phần', en: 'Complaint partly right' },
  wrong: { vi: 'Khiếu nại sai', en: 'Complaint wrong' },
} as const satisfies Record<string, Label>;

/** LKN Điều 31: what becomes of the contested decision or act. */
export const OUTCOMES = {
  keep: { vi: 'Giữ nguyên', en: 'Keep' },
  amend: { vi: 'Sửa đổi', en: 'Amend' },
  cancel: { vi: 'Hủy bỏ', en: 'Cancel' },
  stop_act: { vi: 'Chấm dứt hành vi', en: 'Stop the act' },
} as const satisfies Record<string, Label>;

/** LKN Điều 32: who must receive the first decision. */
export const RECIPIENTS = {
  complainant: { vi: 'Người khiếu nại', en: 'Complainant' },
  direct_superior: { vi: 'Thủ trưởng cấp trên trực tiếp', en: 'Direct superior' },
  related_persons: { vi: 'Người có quyền, nghĩa vụ liên quan', en: 'Persons with related rights' },
  transferring_body: { vi: 'Cơ quan chuyển đơn', en: 'Transferring body' },
  inspectorate: { vi: 'Cơ quan thanh tra cùng cấp', en: 'Same-level inspectorate' },
} as const satisfies Record<string, Label>;

export const PUBLICATION_CHANNELS = {
  meeting: { vi: 'Công bố tại cuộc họp', en: 'Announced at a meeting' },
  posting: { vi: 'Niêm yết tại trụ sở', en: 'Posted at the office' },
  media: { vi: 'Phương tiện thông tin đại chúng', en: 'Mass media' },
} as const satisfies Record<string, Label>;

/** Written notices that stop a clock of their own. */
export const NOTICES = {
  dialogue: { vi: 'Thông báo đối thoại', en: 'Dialogue notice' },
  suspension: { vi: 'Quyết định tạm đình chỉ', en: 'Suspension decision' },
  resumption: { vi: 'Quyết định tiếp tục giải quyết', en: 'Resume decision' },
} as const satisfies Record<string, Label>;

export const OTHER_BODIES = {
  provincial_committee: { vi: 'UBND tỉnh', en: 'Provincial People’s Committee' },
  provincial_department: { vi: 'Sở, ngành cấp tỉnh', en: 'Provincial department' },
  other_commune: { vi: 'UBND xã, phường khác', en: 'Another commune' },
  court: { vi: 'Tòa án nhân dân', en: 'People’s Court' },
  police: { vi: 'Công an', en: 'Police' },
  other: { vi: 'Cơ quan khác', en: 'Another body' },
} as const satisfies Record<string, Label>;

/** A zod enum wants its keys as a non-empty tuple. */
export function keysOf<T extends Record<string, Label>>(
  labels: T,
): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(labels) as [keyof T & string, ...(keyof T & string)[]];
}

/** What the lifecycle refuses, and the guards of a case's commands; `refusals.ts` gives each its words. */
export const CASE_REFUSALS = {
  case_exists: {
    vi: 'Hồ sơ này đã được tiếp nhận.',
    en: 'This case has already been received.',
  },
  case_missing: { vi: 'Hồ sơ chưa được tiếp nhận.', en: 'The case has not been received.' },
  case_is_final: {
    vi: 'Hồ sơ đã kết thúc, không thể thao tác thêm.',
    en: 'The case has ended; nothing more can be done on it.',
  },
  not_allowed_in_state: {
    vi: 'Không thể thực hiện thao tác này ở bước hiện tại của hồ sơ.',
    en: '{command} is not allowed while the case is {state}.',
  },
  role_not_allowed: {
    vi: 'Vai trò của bạn không có quyền thực hiện thao tác này.',
    en: '{command} may not be given by {role}.',
  },
  version_conflict: {
    vi: 'Hồ sơ đã thay đổi; phiên bản hiện tại là {currentVersion}. Hãy tải lại rồi thử lại.',
    en: 'The case has changed; its current version is {currentVersion}. Reload and try again.',
  },
  received_in_future: {
    vi: 'Ngày nhận đơn không được sau ngày hôm nay.',
    en: 'The date of receipt lies in the future.',
  },
  received_too_long_ago: {
    vi: 'Ngày nhận đơn đã quá {days} ngày; hãy kiểm tra lại.',
    en: 'The date of receipt lies more than {days} days back.',
  },
  not_competent: {
    vi: 'Vụ việc không thuộc thẩm quyền nên không thể thụ lý; hãy hướng dẫn hoặc chuyển đơn.',
    en: 'The matter is outside competence: guide or transfer it instead.',
  },
  competent: {
    vi: 'Vụ việc thuộc thẩm quyền; hãy thụ lý hoặc không thụ lý có lý do.',
    en: 'The matter is within competence: accept or refuse it with a ground.',
  },
  not_assignee: {
    vi: 'Chỉ người được giao xác minh mới được thực hiện thao tác này.',
    en: 'Only the assigned officer may do this.',
  },
  same_assignee: {
    vi: 'Người này đang được giao hồ sơ.',
    en: 'This officer already has the case.',
  },
  dialogue_required: {
    vi: 'Kết quả xác minh khác với yêu cầu khiếu nại: phải tổ chức đối thoại trước khi ra quyết định (Điều 30 Luật Khiếu nại).',
    en: 'Findings differ from the request: a dialogue must be held before deciding.',
  },
  dialogue_too_soon: {
    vi: 'Ngày đối thoại quá gần: thông báo phải gửi chậm nhất ngày {latestNoticeOn}.',
    en: 'The dialogue date is too near: notice would have been due on {latestNoticeOn}.',
  },
  dialogue_too_far: {
    vi: 'Ngày đối thoại quá xa; chậm nhất là ngày {latest}.',
    en: 'The dialogue date lies too far ahead; the latest is {latest}.',
  },
  dialogue_not_yet: {
    vi: 'Chưa đến ngày đối thoại {dialogueOn}.',
    en: 'The dialogue is set for {dialogueOn}.',
  },
  notice_not_due: {
    vi: 'Không có việc nào đang chờ thông báo này.',
    en: 'Nothing is waiting for this notice.',
  },
  suspension_not_in_law: {
    vi: 'Tạm đình chỉ chỉ áp dụng từ ngày {from} (Luật 136/2025/QH15).',
    en: 'Suspension exists in law only from {from}.',
  },
  extension_not_possible: {
    vi: 'Không thể gia hạn: {reason}.',
    en: 'The term cannot be extended: {reason}.',
  },
  criteria_required: {
    vi: 'Phải nêu ít nhất một tiêu chí vụ việc phức tạp (Điều 3a Nghị định 124/2020).',
    en: 'At least one complexity criterion must be named.',
  },
  unknown_rule_set: {
    vi: 'Không có bộ quy tắc {ruleSet}.',
    en: 'There is no rule set {ruleSet}.',
  },
  calendar_not_newer: {
    vi: 'Lịch làm việc gửi đến không mới hơn lịch của hồ sơ.',
    en: 'The calendar sent is not newer than the case’s own.',
  },
  rule_missing: {
    vi: 'Không có quy định thời hạn cho bước này vào ngày {on}.',
    en: 'No deadline rule covers stage {stage} on {on}.',
  },
} as const;

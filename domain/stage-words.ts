/** Words for what a rule row is about: the kind of work it belongs to and the step that must be done in its term. */
import type { Words } from './deadline-words';

/** `caseType` of a row, in the order an office meets them. */
export const CASE_TYPE_TEXT: Readonly<Record<string, Words>> = {
  khieu_nai: { vi: 'khiếu nại', en: 'complaint' },
  to_cao: { vi: 'tố cáo', en: 'denunciation' },
  tiep_cong_dan: { vi: 'tiếp công dân', en: 'citizen reception' },
  kien_nghi_phan_anh: { vi: 'kiến nghị, phản ánh', en: 'petition, feedback' },
  pakn_quy_dinh_hanh_chinh: {
    vi: 'phản ánh, kiến nghị về quy định hành chính',
    en: 'feedback on administrative regulations',
  },
  giai_trinh: { vi: 'giải trình', en: 'accountability request' },
  tthc_mot_cua: { vi: 'thủ tục hành chính một cửa', en: 'one-stop administrative procedure' },
  dan_chu_co_so: { vi: 'dân chủ ở cơ sở', en: 'grassroots democracy' },
};

/** `stage` of a row. */
export const STAGE_TEXT: Readonly<Record<string, Words>> = {
  lodge_first: { vi: 'Khiếu nại lần đầu', en: 'Lodge a first complaint' },
  accept_first: {
    vi: 'Thụ lý hoặc không thụ lý khiếu nại lần đầu',
    en: 'Accept or refuse a first complaint',
  },
  accept_first_warning: {
    vi: 'Cảnh báo nội bộ về thụ lý khiếu nại lần đầu',
    en: 'The office’s own warning on accepting a first complaint',
  },
  resolve_first: { vi: 'Giải quyết khiếu nại lần đầu', en: 'Resolve a first complaint' },
  resolve_first_remote: {
    vi: 'Giải quyết khiếu nại lần đầu ở vùng sâu, vùng xa',
    en: 'Resolve a first complaint in a remote area',
  },
  dialogue_notice: { vi: 'Thông báo đối thoại', en: 'Give notice of the dialogue' },
  send_decision_first: {
    vi: 'Gửi quyết định giải quyết khiếu nại lần đầu',
    en: 'Send the first decision',
  },
  lodge_second: { vi: 'Khiếu nại lần hai', en: 'Lodge a second complaint' },
  accept_second: {
    vi: 'Thụ lý hoặc không thụ lý khiếu nại lần hai',
    en: 'Accept or refuse a second complaint',
  },
  resolve_second: { vi: 'Giải quyết khiếu nại lần hai', en: 'Resolve a second complaint' },
  resolve_second_remote: {
    vi: 'Giải quyết khiếu nại lần hai ở vùng sâu, vùng xa',
    en: 'Resolve a second complaint in a remote area',
  },
  send_decision_second: {
    vi: 'Gửi quyết định giải quyết khiếu nại lần hai',
    en: 'Send the second decision',
  },
  publish_decision_second: {
    vi: 'Công khai quyết định giải quyết khiếu nại lần hai',
    en: 'Publish the second decision',
  },
  posting_length: { vi: 'Thời gian niêm yết', en: 'How long it stays posted' },
  first_decision_effective: {
    vi: 'Quyết định giải quyết lần đầu có hiệu lực pháp luật',
    en: 'The first decision takes legal effect',
  },
  second_decision_effective: {
    vi: 'Quyết định giải quyết lần hai có hiệu lực pháp luật',
    en: 'The second decision takes legal effect',
  },
  start_enforcement: {
    vi: 'Tổ chức thi hành quyết định có hiệu lực',
    en: 'Begin to enforce the decision in effect',
  },
  continue_after_termination_notice: {
    vi: 'Người khiếu nại khác tiếp tục khiếu nại sau thông báo đình chỉ',
    en: 'Another complainant goes on after the notice of termination',
  },
  send_suspension_or_termination: {
    vi: 'Gửi quyết định tạm đình chỉ, đình chỉ',
    en: 'Send the decision to suspend or terminate',
  },
  send_resume_decision: {
    vi: 'Gửi quyết định tiếp tục giải quyết',
    en: 'Send the decision to resume',
  },
  intake_check_and_decide: {
    vi: 'Kiểm tra, xác minh thông tin và quyết định thụ lý tố cáo',
    en: 'Check a denunciation and decide on accepting it',
  },
  transfer_not_competent: {
    vi: 'Chuyển đơn không thuộc thẩm quyền',
    en: 'Transfer what is for another body',
  },
  transfer_crime_sign: {
    vi: 'Chuyển cơ quan điều tra khi có dấu hiệu tội phạm',
    en: 'Transfer to the investigating body on a sign of a crime',
  },
  reply_to_transferring_body: {
    vi: 'Trả lời cơ quan báo chí, cơ quan chuyển đơn',
    en: 'Reply to the press or body that transferred it',
  },
  notify_acceptance: { vi: 'Thông báo việc thụ lý', en: 'Give notice of acceptance' },
  resolve: { vi: 'Giải quyết', en: 'Resolve' },
  send_conclusion: { vi: 'Gửi kết luận nội dung tố cáo', en: 'Send the conclusion' },
  handle_after_conclusion: {
    vi: 'Xử lý kết luận nội dung tố cáo',
    en: 'Act on the conclusion',
  },
  report_handling_result: {
    vi: 'Báo cáo kết quả xử lý kết luận',
    en: 'Report what was done on the conclusion',
  },
  publish_conclusion: {
    vi: 'Công khai kết luận, quyết định xử lý',
    en: 'Publish the conclusion or the decision on it',
  },
  review_further_denunciation: {
    vi: 'Xem xét việc tố cáo tiếp',
    en: 'Consider a further denunciation',
  },
  overdue_superior_demand: {
    vi: 'Cấp trên yêu cầu giải quyết tố cáo quá hạn',
    en: 'The superior demands an overdue resolution',
  },
  overdue_resolver_report: {
    vi: 'Người giải quyết báo cáo về việc quá hạn',
    en: 'The resolver reports on the delay',
  },
  chair_regular_reception: {
    vi: 'Chủ tịch tiếp công dân định kỳ',
    en: 'The chair’s regular reception of citizens',
  },
  post_schedule: { vi: 'Niêm yết lịch tiếp công dân', en: 'Post the reception schedule' },
  written_refusal_to_receive: {
    vi: 'Thông báo từ chối tiếp công dân',
    en: 'Give notice of a refusal to receive',
  },
  online_notice: {
    vi: 'Thông báo về buổi tiếp trực tuyến',
    en: 'Give notice of an online reception',
  },
  online_line_test: {
    vi: 'Kiểm tra đường truyền tiếp trực tuyến',
    en: 'Test the line for an online reception',
  },
  online_connect: {
    vi: 'Kết nối buổi tiếp trực tuyến',
    en: 'Connect for an online reception',
  },
  tell_transferring_body: {
    vi: 'Thông báo kết quả cho cơ quan chuyển đơn',
    en: 'Tell the transferring body the result',
  },
  transferrer_tells_citizen: {
    vi: 'Cơ quan chuyển đơn thông báo kết quả cho công dân',
    en: 'The transferring body tells the citizen the result',
  },
  answer_on_handling: { vi: 'Trả lời việc xử lý', en: 'Answer how it is handled' },
  process_letter: { vi: 'Xử lý đơn', en: 'Process the letter' },
  discipline_trigger_unprocessed: {
    vi: 'Đơn không được xử lý: xem xét kỷ luật',
    en: 'A letter left unprocessed: discipline is considered',
  },
  reply: { vi: 'Trả lời', en: 'Reply' },
  notify_accept_or_refuse: {
    vi: 'Thông báo tiếp nhận hoặc từ chối giải trình',
    en: 'Give notice of accepting or refusing to account',
  },
  explain: { vi: 'Thực hiện giải trình', en: 'Account for it' },
  apology_and_new_date: {
    vi: 'Xin lỗi và hẹn lại ngày trả kết quả',
    en: 'Apologise and appoint a new date',
  },
  on_time_rate: { vi: 'Tỷ lệ đúng hạn', en: 'Share settled in time' },
  resolve_and_reply_bttnd_recommendation: {
    vi: 'Xem xét, trả lời kiến nghị của Ban Thanh tra nhân dân',
    en: 'Consider and answer a recommendation of the Inspection Board',
  },
  provide_documents_to_bttnd: {
    vi: 'Cung cấp tài liệu cho Ban Thanh tra nhân dân',
    en: 'Give documents to the Inspection Board',
  },
  bttnd_inspection_plan_sent: {
    vi: 'Ban Thanh tra nhân dân gửi kế hoạch kiểm tra, giám sát',
    en: 'The Inspection Board sends its inspection plan',
  },
  dialogue_with_residents: {
    vi: 'Đối thoại với Nhân dân ở cơ sở',
    en: 'Dialogue with residents',
  },
  loudspeaker_length: {
    vi: 'Thời gian phát thanh trên loa truyền thanh',
    en: 'How long it is broadcast by loudspeaker',
  },
};

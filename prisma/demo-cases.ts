/** The demonstration commune's cases: invented people, places and matters of an ordinary commune. */
import type { CommandName, ReceiveCaseBody } from '../domain/commands';

export interface DemoCase {
  key: string;
  channel: ReceiveCaseBody['channel'];
  receivedDaysAgo: number;
  complainants: number;
  isRemoteArea: boolean;
  submission: ReceiveCaseBody['submission'];
  /** Who, which command, with what; `to_officer` names a demonstration user. */
  steps: readonly (readonly [userName: string, command: CommandName, data: object])[];
}

const CLASSIFY_LAND = ['tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' }] as const;
const CLASSIFY_POLICY = [
  'tiepdan',
  'ClassifyCase',
  { field: 'social_policy', competence: 'own' },
] as const;
const ACCEPT = ['chutich', 'AcceptCase', {}] as const;
const ASSIGN_LAND = ['chanhvp', 'AssignCase', { to_officer: 'diachinh' }] as const;
const ASSIGN_OTHER = ['chutich', 'AssignCase', { to_officer: 'xacminh' }] as const;
const SEND = [
  'tiepdan',
  'SendDecision',
  { recipients: ['complainant', 'direct_superior', 'inspectorate'] },
] as const;

function report(by: string, findings: 'agree' | 'differ', text: string) {
  return [by, 'ReportVerification', { findings, report: text }] as const;
}

export const DEMO_CASES: readonly DemoCase[] = [
  {
    key: 'ranh-gioi-dat',
    channel: 'in_person',
    receivedDaysAgo: 6,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Vàng A Páo (minh họa)',
      address: 'Thôn 3, xã Yên Bình',
      phone: '0900 000 001',
      respondent: 'Công chức địa chính xã',
      content:
        'Biên bản xác định ranh giới thửa đất số 118 lập ngày 02/11/2026 không có mặt gia đình tôi và ghi sai mốc phía suối.',
      request: 'Đề nghị hủy biên bản và đo lại ranh giới có mặt các hộ liền kề.',
    },
    steps: [
      CLASSIFY_LAND,
      ACCEPT,
      ASSIGN_LAND,
      report(
        'diachinh',
        'agree',
        'Đã kiểm tra thực địa: mốc phía suối ghi lệch 4,2 m so với hồ sơ địa chính; biên bản thiếu chữ ký hộ liền kề.',
      ),
      [
        'chutich',
        'IssueDecision',
        {
          conclusion: 'right',
          outcome: 'cancel',
          decision:
            'Hủy biên bản ngày 02/11/2026, giao công chức địa chính đo lại với sự có mặt của các hộ liền kề.',
        },
      ],
      SEND,
      ['chanhvp', 'PublishDecision', { channel: 'posting' }],
      ['chanhvp', 'CloseCase', {}],
    ],
  },
  {
    key: 'tro-cap-ho-ngheo',
    channel: 'reception',
    receivedDaysAgo: 4,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Giàng Thị Mỷ (minh họa)',
      address: 'Thôn 7, xã Yên Bình',
      respondent: 'UBND xã Yên Bình',
      content:
        'Gia đình tôi bị đưa ra khỏi danh sách hộ nghèo năm 2026 mà không được họp thôn lấy ý kiến.',
      request: 'Đề nghị xem xét lại quyết định công nhận hộ thoát nghèo.',
    },
    steps: [
      CLASSIFY_POLICY,
      ACCEPT,
      ASSIGN_OTHER,
      report(
        'xacminh',
        'differ',
        'Thôn có họp ngày 12/9/2026 nhưng biên bản không ghi ý kiến của hộ; điểm rà soát vượt ngưỡng hộ nghèo.',
      ),
    ],
  },
  {
    key: 'den-bu-duong',
    channel: 'post',
    receivedDaysAgo: 12,
    complainants: 7,
    isRemoteArea: true,
    submission: {
      complainantName: 'Triệu Văn Quý và 6 hộ (minh họa)',
      address: 'Thôn 11, xã Yên Bình',
      respondent: 'Chủ tịch UBND xã',
      content: 'Quyết định hỗ trợ hoa màu khi mở đường vào thôn 11 tính thiếu diện tích của 7 hộ.',
      request: 'Đề nghị kiểm đếm lại và bổ sung hỗ trợ.',
    },
    steps: [CLASSIFY_LAND, ACCEPT, ASSIGN_LAND],
  },
  {
    key: 'xu-phat-chan-nuoi',
    channel: 'online',
    receivedDaysAgo: 3,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Đỗ Văn Khánh (minh họa)',
      address: 'Khu 2, xã Yên Bình',
      respondent: 'Chủ tịch UBND xã',
      content:
        'Quyết định xử phạt hành vi xả thải chăn nuôi ghi nhầm địa điểm chuồng trại của gia đình tôi.',
      request: 'Đề nghị hủy quyết định xử phạt.',
    },
    steps: [CLASSIFY_LAND],
  },
  {
    key: 'khieu-nai-so',
    channel: 'in_person',
    receivedDaysAgo: 2,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Phùng Thị Dần (minh họa)',
      address: 'Khu 5, xã Yên Bình',
      respondent: 'Giám đốc Sở Xây dựng',
      content: 'Khiếu nại quyết định thu hồi giấy phép của Sở Xây dựng.',
      request: 'Đề nghị hủy quyết định thu hồi.',
    },
    steps: [
      ['tiepdan', 'ClassifyCase', { field: 'other_administrative', competence: 'other_body' }],
      [
        'tiepdan',
        'GuideCase',
        {
          to: 'provincial_department',
          guidance:
            'Hướng dẫn gửi đơn đến Giám đốc Sở Xây dựng theo thẩm quyền giải quyết lần đầu.',
        },
      ],
    ],
  },
  {
    key: 'don-qua-han-phan-loai',
    channel: 'post',
    receivedDaysAgo: 16,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Lý Văn Chẩn (minh họa)',
      address: 'Thôn 9, xã Yên Bình',
      respondent: 'Trưởng thôn 9',
      content:
        'Việc thu tiền làm đường bê tông thôn 9 không họp dân và không công khai quyết toán.',
      request: 'Đề nghị kiểm tra và trả lại số tiền thu vượt.',
    },
    steps: [],
  },
  {
    key: 'rut-don',
    channel: 'in_person',
    receivedDaysAgo: 5,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Nông Thị Hạnh (minh họa)',
      address: 'Khu 1, xã Yên Bình',
      respondent: 'Cán bộ một cửa',
      content: 'Cán bộ một cửa yêu cầu bổ sung giấy tờ ngoài thành phần hồ sơ đăng ký khai sinh.',
      request: 'Đề nghị chấn chỉnh.',
    },
    steps: [
      CLASSIFY_POLICY,
      [
        'tiepdan',
        'WithdrawCase',
        { letter: 'Vụ việc đã được giải thích và giải quyết xong, tôi xin rút đơn.' },
      ],
    ],
  },
  {
    key: 'het-thoi-hieu',
    channel: 'forwarded',
    receivedDaysAgo: 7,
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Ma Văn Toàn (minh họa)',
      address: 'Thôn 4, xã Yên Bình',
      respondent: 'UBND xã Yên Bình',
      content: 'Khiếu nại quyết định giao đất của UBND xã ban hành năm 2019.',
      request: 'Đề nghị hủy quyết định.',
    },
    steps: [
      CLASSIFY_LAND,
      [
        'chutich',
        'RefuseCase',
        {
          ground: 'R6',
          reason:
            'Quyết định ban hành năm 2019, người khiếu nại đã nhận cùng năm và không nêu trở ngại khách quan.',
        },
      ],
    ],
  },
  {
    key: 'moi-nhan',
    channel: 'reception',
    receivedDaysAgo: 0,
    complainants: 2,
    isRemoteArea: false,
    submission: {
      complainantName: 'Hà Thị Biên và 1 người (minh họa)',
      address: 'Khu 3, xã Yên Bình',
      respondent: 'Công chức tư pháp - hộ tịch',
      content: 'Từ chối xác nhận tình trạng hôn nhân vì hộ khẩu cũ mà không trả lời bằng văn bản.',
      request: 'Đề nghị xác nhận theo quy định.',
    },
    steps: [],
  },
];

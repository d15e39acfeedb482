/**
 * Who may act. A role is what the office gave a person, not who the person is; names stay in the
 * officers table. `system` is the engine itself (alarms).
 */
export const ROLES = {
  intake_officer: { vi: 'Cán bộ tiếp công dân', en: 'Intake officer' },
  case_officer: { vi: 'Người xác minh', en: 'Case officer' },
  office_head: { vi: 'Chánh Văn phòng', en: 'Office head' },
  chair: { vi: 'Chủ tịch UBND xã', en: 'Chair of the People’s Committee' },
  inspector: { vi: 'Ban Thanh tra nhân dân', en: 'People’s Inspection Board' },
  administrator: { vi: 'Quản trị hệ thống', en: 'Administrator' },
  system: { vi: 'Hệ thống', en: 'System' },
} as const;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

/** `officerId` is the officers row, or `system`. */
export interface Actor {
  officerId: string;
  role: Role;
}

export const SYSTEM: Actor = { officerId: 'system', role: 'system' };

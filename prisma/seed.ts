/**
 * A small believable commune, marked as demonstration. Its cases go through the engine like any other,
 * command by command, so that they have their workflows, events and report lines. Run once, by npm start.
 */
import { v5 as uuidFrom } from 'uuid';
import type { Role } from '../domain/actors';
import { addDays, civilDateAt } from '../domain/civil-date';
import type { ReceiveCaseBody } from '../domain/commands';
import { readEnv } from '../config/env';
import { createCaseGateway } from '../api/case-gateway';
import { giveCommand, receiveCase } from '../api/give-command';
import type { Parts } from '../api/give-command';
import { openDatabase } from '../store/client';
import { findOfficer, putOffice, putOfficer } from '../store/officers';
import { DEMO_CASES } from './demo-cases';
import type { DemoCase } from './demo-cases';

const NAMESPACE = '7b8b2c52-6f0c-4d59-9d6a-0b6a4c1d9e10';
export const DEMO_OFFICE_ID = uuidFrom('xa-yen-binh', NAMESPACE);

interface DemoUser {
  userName: string;
  password: string;
  role: Role;
  name: string;
}

/** Public on purpose: the office is a demonstration and says so on every page. */
export const DEMO_USERS: readonly DemoUser[] = [
  { userName: 'tiepdan', password: 'demo-tiepdan', role: 'intake_officer', name: 'Lò Thị Hoa' },
  { userName: 'xacminh', password: 'demo-xacminh', role: 'case_officer', name: 'Nguyễn Văn Minh' },
  { userName: 'diachinh', password: 'demo-diachinh', role: 'case_officer', name: 'Hoàng Văn Sơn' },
  { userName: 'chanhvp', password: 'demo-chanhvp', role: 'office_head', name: 'Trần Thị Lan' },
  { userName: 'chutich', password: 'demo-chutich', role: 'chair', name: 'Phạm Quốc Hùng' },
  { userName: 'thanhtra', password: 'demo-thanhtra', role: 'inspector', name: 'Bùi Thị Thu' },
  { userName: 'quantri', password: 'demo-quantri', role: 'administrator', name: 'Đặng Anh Tuấn' },
];

export function demoOfficerId(userName: string): string {
  return uuidFrom(userName, DEMO_OFFICE_ID);
}

/** Creates the office and its people; doing it again changes nothing. */
export async function seedOffice(database: Parts['database']): Promise<void> {
  await putOffice(database, {
    officeId: DEMO_OFFICE_ID,
    name: 'UBND xã Yên Bình (dữ liệu minh họa)',
    province: 'Lào Cai',
    isDemo: true,
  });
  for (const { userName, password, role, name } of DEMO_USERS) {
    const officer = { officerId: demoOfficerId(userName), officeId: DEMO_OFFICE_ID };
    await putOfficer(database, { ...officer, userName, role, name }, password);
  }
}

/** Files the demonstration cases; each key follows from the case, so an interrupted seed goes on. */
export async function seedCases(parts: Parts, now: number): Promise<void> {
  for (const demo of DEMO_CASES) await fileCase(parts, demo, now);
}

async function fileCase(parts: Parts, demo: DemoCase, now: number): Promise<void> {
  const body: ReceiveCaseBody = {
    kind: 'complaint',
    channel: demo.channel,
    receivedOn: addDays(civilDateAt(now), -demo.receivedDaysAgo),
    complainants: demo.complainants,
    isRemoteArea: demo.isRemoteArea,
    submission: demo.submission,
  };
  const as = async (userName: string) => {
    const officer = await findOfficer(parts.database, demoOfficerId(userName));
    if (!officer) throw new Error(`demonstration officer ${userName} is missing`);
    return officer;
  };
  const intake = await as('tiepdan');
  const { caseId } = await receiveCase(parts, { officer: intake, key: `seed/${demo.key}` }, body);
  for (const [index, [userName, type, data]] of demo.steps.entries()) {
    const officer = await as(userName);
    const key = `seed/${demo.key}/${index}`;
    const named =
      'to_officer' in data ? { officerId: demoOfficerId(String(data.to_officer)) } : data;
    await giveCommand(parts, { officer, key }, caseId, {
      type,
      body: named,
      expectedVersion: undefined,
    });
  }
}

async function main(): Promise<void> {
  const env = readEnv();
  const database = openDatabase(env.DATABASE_URL);
  const gateway = createCaseGateway({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
  });
  await seedOffice(database);
  await seedCases({ database, gateway }, Date.now());
  await gateway.close();
  await database.$disconnect();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}

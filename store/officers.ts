/** The people of an office and how they prove who they are. Password hashes never leave this file. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Role } from '../domain/actors';
import type { Database } from './client';

export interface Officer {
  officerId: string;
  officeId: string;
  userName: string;
  name: string;
  role: Role;
}

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
) => Promise<Buffer>;

const KEY_BYTES = 32;

/** `scrypt:<salt>:<key>` in hex; parameters are Node's defaults (N 16384, r 8, p 1). */
async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_BYTES);
  return `scrypt:${salt.toString('hex')}:${key.toString('hex')}`;
}

async function matches(password: string, stored: string): Promise<boolean> {
  const [, salt = '', key = ''] = stored.split(':');
  const derived = await derive(password, Buffer.from(salt, 'hex'), KEY_BYTES);
  const expected = Buffer.from(key, 'hex');
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

/** Checked when the user name is unknown, so that both failures take as long. */
const NOBODY = `scrypt:${'00'.repeat(16)}:${'00'.repeat(KEY_BYTES)}`;

interface OfficerRow {
  id: string;
  officeId: string;
  userName: string;
  name: string;
  role: string;
}

function toOfficer({ id, officeId, userName, name, role }: OfficerRow): Officer {
  return { officerId: id, officeId, userName, name, role: role as Role };
}

/** The officer with this name and password, or undefined; says nothing about which was wrong. */
export async function authenticate(
  database: Database,
  userName: string,
  password: string,
): Promise<Officer | undefined> {
  const row = await database.officer.findUnique({ where: { userName } });
  const isRight = await matches(password, row?.passwordHash ?? NOBODY);
  return row && isRight && row.isActive ? toOfficer(row) : undefined;
}

/** An active officer by id; undefined once deactivated, so that sessions end at once. */
export async function findOfficer(
  database: Database,
  officerId: string,
): Promise<Officer | undefined> {
  const row = await database.officer.findUnique({ where: { id: officerId } });
  return row?.isActive ? toOfficer(row) : undefined;
}

export async function listOfficers(database: Database, officeId: string): Promise<Officer[]> {
  const rows = await database.officer.findMany({
    where: { officeId, isActive: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(toOfficer);
}

/** Names of everybody who ever acted, also of people who left. */
export async function officerNames(
  database: Database,
  officeId: string,
): Promise<Map<string, string>> {
  const rows = await database.officer.findMany({ where: { officeId } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The office an officer belongs to, for headings. */
export async function findOffice(
  database: Database,
  officeId: string,
): Promise<{ officeId: string; name: string; province: string; isDemo: boolean } | undefined> {
  const row = await database.office.findUnique({ where: { id: officeId } });
  return row
    ? { officeId: row.id, name: row.name, province: row.province, isDemo: row.isDemo }
    : undefined;
}

/** Every office of the installation, for tools of its operator; no page asks for more than its own. */
export async function listOfficeIds(database: Database): Promise<string[]> {
  const rows = await database.office.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.id);
}

/** Creates an office, or leaves the one of that id as it is. */
export async function putOffice(
  database: Database,
  office: { officeId: string; name: string; province: string; isDemo: boolean },
): Promise<void> {
  const { officeId, ...rest } = office;
  await database.office.createMany({ data: [{ id: officeId, ...rest }], skipDuplicates: true });
}

/** Creates an officer with a first password, or leaves the one of that id as he or she is. */
export async function putOfficer(
  database: Database,
  officer: Officer,
  password: string,
): Promise<void> {
  const { officerId, ...rest } = officer;
  const passwordHash = await hashPassword(password);
  await database.officer.createMany({
    data: [{ id: officerId, ...rest, passwordHash }],
    skipDuplicates: true,
  });
}

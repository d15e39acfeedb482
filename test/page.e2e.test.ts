/**
 * The page in a real browser against the whole system: what officers do, what they see when it goes wrong,
 * whether everybody can read it (axe, 390 px). Needs a Chromium on PATH; without one these tests are skipped.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page, Request } from 'playwright-core';
import type { CaseView } from '../api/contract';
import { DEMO_USERS } from '../prisma/seed';
import type { Part } from '../stack/part';
import type { TestApplication } from './support/application';
import { DESKTOP, inBrowser, PHONE, usePage } from './support/browser';

const ROOT = join(__dirname, '..');
const RESTARTS = 5;
const RESTART_PAUSE_MS = 2_000;

jest.setTimeout(120_000);

/** What these tests read of the API's answers. */
interface Answered extends CaseView {
  cases: CaseView[];
  byState: Record<string, number>;
  forms: object;
  events: { sequence: number; type: string; hash: string; label: { vi: string } }[];
  kinds: { transitions: { command: string; label: { vi: string } }[] }[];
}

describe('the client’s types', () => {
  it('are what docs/openapi.json says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiep-dan-client-'));
    const generated = join(folder, 'schema.d.ts');
    const command = join(ROOT, 'node_modules/.bin/openapi-typescript');
    execFileSync(command, ['docs/openapi.json', '-o', generated], { cwd: ROOT, stdio: 'ignore' });
    const kept = readFileSync(join(ROOT, 'web/src/api/schema.d.ts'), 'utf8');
    expect(kept).toBe(readFileSync(generated, 'utf8'));
    rmSync(folder, { recursive: true });
  });
});

/** As `supervise` does under npm start: a killed program's port may be free only a moment later. */
async function bringBack(part: Part): Promise<void> {
  for (let attempt = 1; attempt < RESTARTS; attempt += 1) {
    const isBack = await part.restart().then(
      () => true,
      () => false,
    );
    if (isBack) return;
    await delay(RESTART_PAUSE_MS);
  }
  await part.restart();
}

inBrowser('the page', () => {
  const on = usePage();
  const { open, findings, overflow } = on;
  let system: TestApplication;
  let context: BrowserContext;
  let page: Page;

  beforeEach(() => {
    ({ system, context, page } = on);
  });

  const ask: typeof on.ask<Answered> = on.ask;
  const receive = () => on.receive<Answered>();

  /** Fills in the sign-in form the browser is on. */
  async function fillSignIn(userName: string, password: string): Promise<void> {
    await page.getByLabel('Tên đăng nhập').fill(userName);
    await page.getByLabel('Mật khẩu').fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  }

  function passwordOf(userName: string): string {
    return DEMO_USERS.find((user) => user.userName === userName)!.password;
  }

  async function fillComplaint(complainant: string): Promise<void> {
    await page.getByLabel('Hình thức tiếp nhận').click();
    await page.getByTitle('Bưu chính').click();
    await page.getByLabel('Số người khiếu nại').fill('2');
    await page.getByLabel('Họ tên người khiếu nại').fill(complainant);
    await page.getByLabel('Địa chỉ').fill('Thôn 2, xã Yên Bình');
    await page.getByLabel('Người, cơ quan bị khiếu nại').fill('Công chức địa chính xã');
    await page.getByLabel('Nội dung khiếu nại').fill('Đo sai ranh giới <b>thửa</b> đất số 118.');
    await page.getByLabel('Yêu cầu của người khiếu nại').fill('Đề nghị đo lại.');
  }

  it('says why a sign-in failed, then lets the officer in', async () => {
    await page.goto(system.url);
    await fillSignIn('tiepdan', 'sai');
    await page.getByText('wrong_credentials').waitFor();
    expect(await findings()).toEqual([]);
    await fillSignIn('tiepdan', passwordOf('tiepdan'));
    await page.getByText('DỮ LIỆU MINH HỌA', { exact: true }).waitFor();
    expect(page.url()).toBe(`${system.url}/ho-so`);
  });

  it('receives a complaint once, whatever went wrong on the way', async () => {
    await open('tiepdan');
    await page.getByRole('link', { name: 'Tiếp nhận đơn' }).click();
    // Its name begins with "loading" for as long as the sign of the last answer fades.
    const send = page.getByRole('button', { name: /Tiếp nhận$/u });
    await send.click();
    expect(await page.getByText('Cần điền mục này.').count()).toBe(7);
    expect(await findings()).toEqual([]);

    const keys: (string | undefined)[] = [];
    page.on('request', (request: Request) => {
      if (request.method() === 'POST') keys.push(request.headers()['idempotency-key']);
    });
    await fillComplaint('x'.repeat(201));
    await send.click();
    // The server's own limit, said at the field it is about.
    await page.locator('.ant-form-item', { hasText: 'Nhập tối đa 200 ký tự.' }).waitFor();
    const faulty = page.locator('.ant-form-item', { hasText: 'Nhập tối đa 200 ký tự.' });
    expect(await faulty.locator('label').innerText()).toBe('Họ tên người khiếu nại');

    await page.getByLabel('Họ tên người khiếu nại').fill('Nguyễn Thị Thử');
    // The answer is lost on its way back, so the officer sends again.
    await page.route('**/api/v1/cases', async (route) => {
      await route.fetch();
      await route.abort();
      await page.unroute('**/api/v1/cases');
    });
    await send.click();
    await page.getByText('unreachable').waitFor();
    await send.click();
    await page.waitForURL(/\/ho-so\/[0-9a-f-]{36}$/);
    await page.getByText('Nguyễn Thị Thử').waitFor();
    expect(await page.getByText('Đo sai ranh giới <b>thửa</b> đất số 118.').count()).toBe(1);
    expect(new Set(keys)).toEqual(new Set([keys[0]]));
    const { cases } = await ask('tiepdan', 'GET', '/cases?limit=100');
    expect(cases).toHaveLength(1);
  });

  it('offers the commands the server allows, and only those', async () => {
    const { caseId } = await receive();
    const { kinds, forms } = await ask('tiepdan', 'GET', '/lifecycle');
    for (const userName of ['tiepdan', 'xacminh', 'chutich', 'thanhtra']) {
      const view = await ask(userName, 'GET', `/cases/${caseId}`);
      const expected = view.allowedCommands
        .filter((name) => name in forms)
        .map((name) => kinds[0]!.transitions.find((row) => row.command === name)!.label.vi);
      await context.clearCookies();
      await open(userName, `/ho-so/${caseId}`);
      const commands = page.getByRole('region', { name: 'Thao tác' });
      await commands.waitFor();
      expect(await commands.getByRole('button').allInnerTexts()).toEqual(expected);
    }
  });

  it('gives a command from its schema and shows what it changed', async () => {
    const { caseId, reference } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    await page.getByRole('button', { name: 'Phân loại đơn' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(reference).waitFor();
    await page.getByLabel('Lĩnh vực').click();
    await page.getByTitle('Đất đai, nhà ở').click();
    await page.getByLabel('Thẩm quyền').click();
    await page.getByTitle('Thuộc thẩm quyền', { exact: true }).click();
    expect(await findings()).toEqual([]);
    await drawer.getByRole('button', { name: 'Phân loại đơn' }).click();
    await page.locator('.page-title', { hasText: 'Đã phân loại' }).waitFor();
    await page.locator('.event', { hasText: 'Lĩnh vực: Đất đai, nhà ở' }).waitFor();
    await page.getByText('Chuỗi lịch sử toàn vẹn').waitFor();
  });

  it('tells that somebody else was faster, keeps the text and sends it on the new version', async () => {
    const { caseId } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    await page.getByRole('button', { name: 'Thêm ghi chú' }).click();
    await page.getByRole('textbox', { name: 'Ghi chú' }).fill('Ghi chú của tôi');
    const data = { note: 'Ghi chú của người khác' };
    await ask('chanhvp', 'POST', `/cases/${caseId}/commands/AddNote`, { data });
    const send = page.getByRole('dialog').getByRole('button', { name: 'Thêm ghi chú' });
    await send.click();
    await page.getByText('Hồ sơ vừa được người khác cập nhật').waitFor();
    expect(await page.getByRole('textbox', { name: 'Ghi chú' }).inputValue()).toBe(
      'Ghi chú của tôi',
    );
    await page.locator('.event', { hasText: 'Ghi chú của người khác' }).waitFor();
    await send.click();
    await page.locator('.event', { hasText: 'Ghi chú của tôi' }).waitFor();
  });

  it('records a command once, however often its button is pressed', async () => {
    const { caseId } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    await page.getByRole('button', { name: 'Thêm ghi chú' }).click();
    await page.getByRole('textbox', { name: 'Ghi chú' }).fill('Đã gọi điện cho người khiếu nại');
    await page.getByRole('dialog').getByRole('button', { name: 'Thêm ghi chú' }).dblclick();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.event', { hasText: 'Đã gọi điện' }).waitFor();
    const { events } = await ask('tiepdan', 'GET', `/cases/${caseId}/events`);
    expect(events.filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  it('can be worked with the keyboard alone', async () => {
    const { caseId } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    const opener = page.getByRole('button', { name: 'Thêm ghi chú' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const note = page.getByRole('textbox', { name: 'Ghi chú' });
    await note.waitFor();
    for (let count = 0; count < 10; count += 1) {
      await page.keyboard.press('Tab');
      // The browser's own bar comes between the last and the first; the page beneath never does.
      const beneath = "document.activeElement.closest('.header, main') !== null";
      expect(await page.evaluate(beneath)).toBe(false);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(
      await opener.evaluate((element) => element === element.ownerDocument.activeElement),
    ).toBe(true);
  });

  it('shows the inspector every event in words, with its place and its hash in the chain', async () => {
    const { caseId } = await receive();
    const classes = { field: 'land', competence: 'own' };
    await ask('tiepdan', 'POST', `/cases/${caseId}/commands/ClassifyCase`, { data: classes });
    await open('thanhtra', `/ho-so/${caseId}`);
    await page.getByText('Chuỗi lịch sử toàn vẹn').waitFor();
    const { events } = await ask('thanhtra', 'GET', `/cases/${caseId}/events`);
    for (const { sequence, hash, label } of events) {
      const shown = page.locator('.event', { hasText: `Số ${String(sequence)} ·` });
      expect(await shown.innerText()).toContain(label.vi);
      await shown.locator('summary').click();
      await shown.getByText(hash, { exact: true }).waitFor();
    }
    expect(await page.locator('.event').count()).toBe(events.length);
    expect(await page.locator('.history').innerText()).toMatch(
      /\d{2}:\d{2} \d{2}\/\d{2}\/\d{4} · Lò Thị Hoa \(Cán bộ tiếp công dân\)/u,
    );
    expect(await findings()).toEqual([]);
  });

  it('says that a case does not exist, under a title of its own', async () => {
    await open('tiepdan', '/ho-so/0197a000-0000-7000-8000-00000000ffff');
    await page.getByText('Không tìm thấy hồ sơ.').waitFor();
    expect(await page.title()).toBe('Hồ sơ · Tiếp Dân');
    await open('tiepdan', '/khong-co-trang-nay');
    await page.getByRole('heading', { name: 'Không có trang này' }).waitFor();
  });

  it('says that the server is away, that nobody was signed out, and goes on when it is back', async () => {
    await receive();
    await open('chutich');
    await page.getByText(/^Đang hiện/u).waitFor();
    await system.parts.api.kill();
    const away = page.locator('.problem', { hasText: 'Không kết nối được với máy chủ.' });
    await page.getByText('Đang giải quyết', { exact: true }).click();
    await away.waitFor();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByText('Chưa đăng xuất được.').waitFor();
    await bringBack(system.parts.api);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText(/^Đang hiện/u).waitFor();

    await system.parts.api.kill();
    await page.getByRole('link', { name: 'Lịch làm việc' }).click();
    await away.waitFor();
    await page.getByRole('heading', { name: 'Chưa mở được trang' }).waitFor();
    await bringBack(system.parts.api);
    await page.getByRole('button', { name: 'Tải lại trang' }).click();
    await page.getByRole('table', { name: 'Ngày nghỉ và ngày làm bù' }).waitFor();
    await page.getByRole('button', { name: /Đăng xuất$/u }).click();
    await page.waitForURL(/dang-nhap$/);
  });

  it('shows that it works while a network is slow', async () => {
    await open('xacminh');
    let answered = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await page.route('**/api/v1/cases?*', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByText('Đang giải quyết', { exact: true }).click();
    await page.locator('.ant-skeleton').waitFor();
    answered();
    await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
    await page.locator('.data-table, .ant-empty').first().waitFor();
  });

  it('attaches a file and says which ones are not taken', async () => {
    const { caseId } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    const input = page.locator('input[type=file]');
    const plain = { name: 'ghi-chep.pdf', mimeType: 'application/pdf', buffer: Buffer.from('chữ') };
    await input.setInputFiles(plain);
    await page.getByText('file_type_not_allowed').waitFor();
    const start = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n');
    const scan = Buffer.concat([start, Buffer.alloc(1_536 - start.length, ' ')]);
    await input.setInputFiles({ ...plain, name: 'đơn khiếu nại.pdf', buffer: scan });
    const link = page.getByRole('link', { name: 'đơn khiếu nại.pdf' });
    await link.waitFor();
    await page.getByText('1,5 KB').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('đơn khiếu nại.pdf');
    expect(readFileSync(await download.path())).toEqual(scan);
  });

  it('leaves it to the server who may receive', async () => {
    await open('chutich');
    expect(await page.getByRole('link', { name: 'Tiếp nhận đơn' }).count()).toBe(0);
    await page.goto(`${system.url}/tiep-nhan`);
    await fillComplaint('Người khác');
    await page.getByRole('button', { name: 'Tiếp nhận', exact: true }).click();
    await page.getByText('role_not_allowed').waitFor();
  });

  it('pages through the list and narrows it', async () => {
    const received: Answered[] = [];
    for (let count = 0; count < 26; count += 1) received.push(await receive());
    await open('xacminh');
    const rows = page.locator('.data-table tbody tr');
    await page.getByText('Đang hiện 25 hồ sơ').waitFor();
    expect(await rows.count()).toBe(25);
    await page.getByRole('button', { name: 'Xem thêm' }).click();
    await rows.nth(26).waitFor();

    const { reference } = received[7]!;
    await page.getByLabel('Tìm theo số hồ sơ').fill(reference);
    await page.keyboard.press('Enter');
    await page.getByText('Đang hiện 1 hồ sơ').waitFor();
    expect(await rows.getByRole('link').innerText()).toBe(reference);
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await page.getByText('Quá hạn', { exact: true }).click();
    await page.getByText('Không có hồ sơ nào phù hợp.').waitFor();
    await page.reload();
    await page.getByText('Không có hồ sơ nào phù hợp.').waitFor();
  });

  it('leads to sign-in when the session ends and back to where the officer was', async () => {
    const { caseId, reference } = await receive();
    await open('chutich', `/ho-so/${caseId}`);
    await page.getByRole('heading', { name: reference }).waitFor();
    await context.clearCookies();
    await page.reload();
    await page.waitForURL(/dang-nhap$/);
    await fillSignIn('chutich', passwordOf('chutich'));
    await page.getByRole('heading', { name: reference }).waitFor();
  });

  it('reports, and says so when Kafka is away', async () => {
    await receive();
    await open('chutich', '/bao-cao');
    await page.getByText('Số liệu đầy đủ').waitFor({ timeout: 30_000 });
    await page.locator('.chart svg').waitFor();
    expect(await findings()).toEqual([]);
    await system.parts.kafka.kill();
    await receive();
    await page.reload();
    await page.getByText('Báo cáo đang chờ Kafka').waitFor({ timeout: 30_000 });
    await bringBack(system.parts.kafka);
    await page.getByText('Số liệu đầy đủ').waitFor({ timeout: 60_000 });
    const { byState } = await ask('chutich', 'GET', '/reports/summary');
    const received = page.getByRole('row', { name: 'Đã tiếp nhận' });
    expect(await received.getByRole('cell').last().innerText()).toBe(String(byState.received));
  });

  it('speaks English when asked and remembers it', async () => {
    await open('chutich');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it.each(['/ho-so', '/tiep-nhan', '/bao-cao', 'case'])(
    'can be read by everybody, on a telephone too: %s',
    async (path) => {
      const { caseId } = await receive();
      await open('tiepdan', path === 'case' ? `/ho-so/${caseId}` : path);
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
        expect(await findings()).toEqual([]);
        expect(await overflow()).toBe(0);
      }
    },
  );
});

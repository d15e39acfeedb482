/**
 * The pages about the law in a real browser: the calendar an administrator changes, the rules deadlines are
 * counted by, the certificate of one. Needs a Chromium on PATH; without one these tests are skipped.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { addDays, civilDateAt, toEpochDay } from '../domain/civil-date';
import type { CivilDate } from '../domain/civil-date';
import { printedDate } from '../domain/deadline-words';
import { calendarYears, CURRENT_RULE_SET, rulesFor } from '../domain/rules';
import { createCalendar } from '../domain/working-days';
import type { CaseView } from '../api/contract';
import { DESKTOP, inBrowser, PHONE, usePage } from './support/browser';

jest.setTimeout(120_000);

/** What these tests read of the list of rule sets. */
interface RuleSets {
  ruleSets: { rules: { ruleId: string; caseType: string; conflictsWith: string[] }[] }[];
}

const publishedRules = rulesFor(CURRENT_RULE_SET)!;
const TODAY = civilDateAt(Date.now());
const published = createCalendar(calendarYears());

/** The n-th coming day that is an ordinary working day in the published calendar. */
function workingDay(n: number): CivilDate {
  let found = 0;
  for (let date = addDays(TODAY, 1); ; date = addDays(date, 1)) {
    const isPlain = published.describeDay(toEpochDay(date)).kind === 'ordinary';
    if (isPlain && (found += 1) === n) return date;
  }
}

inBrowser('the pages about the law', () => {
  const on = usePage();
  const { open, ask, receive, findings, overflow } = on;
  let page: Page;

  beforeEach(() => {
    ({ page } = on);
  });

  const dueOf = async (caseId: string) => {
    const view = await ask<CaseView>('tiepdan', 'GET', `/cases/${caseId}`);
    return view.clocks.find(({ clock }) => clock === 'accept')?.dueOn;
  };

  /** Ant Design's picker takes what is typed when it is left. */
  async function fillDate(label: string, date: CivilDate): Promise<void> {
    const input = page.getByRole('textbox', { name: label, exact: true });
    await input.fill(printedDate(date));
    await input.press('Tab');
  }

  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  /** Its name begins with "loading" for as long as the sign of the last answer fades. */
  const named = (end: RegExp) => page.getByRole('button', { name: end });
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('shows everybody the year, what is not sure in it, and only that', async () => {
    await open('tiepdan', '/lich-lam-viec?nam=2026');
    const openDay = row('24/11/2026');
    await openDay.waitFor();
    expect(await openDay.innerText()).toMatch(/Chưa xác nhận[^]*Nghị quyết 80-NQ\/TW[^]*báo chí/u);
    await page.getByText('1 ngày chưa được xác nhận').waitFor();
    expect(await row('16/02/2026').innerText()).toMatch(/Đã xác nhận/u);
    expect(await button('Thêm ngày').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Xác nhận|Bác bỏ)/u }).count()).toBe(0);
    await page.getByRole('button', { name: 'Năm sau, 2027' }).click();
    await page.getByText('Chưa có lịch nghỉ lễ năm 2027.').waitFor();
  });

  it('says at its field what the calculator refuses, and where an unconfirmed day would move a date', async () => {
    await open('xacminh', '/quy-tac-thoi-han');
    await button('Tính thử KN-ACCEPT-V2').click();
    await fillDate('* Ngày bắt đầu', '2026-06-30' as CivilDate);
    await named(/Tính thời hạn$/u).click();
    const faulty = page.locator('.ant-form-item', { hasText: 'trước khi quy định có hiệu lực' });
    await faulty.waitFor();
    expect(await faulty.locator('label').innerText()).toBe('Ngày bắt đầu');
    await fillDate('* Ngày bắt đầu', '2026-11-13' as CivilDate);
    await named(/Tính thời hạn$/u).click();
    const result = page.getByRole('status', { name: 'Kết quả' });
    await result.waitFor();
    expect(await result.innerText()).toMatch(
      /24\/11\/2026[^]*Nếu ngày 24\/11\/2026 được xác nhận trong lịch: hết hạn 25\/11\/2026/u,
    );
  });

  it('tries a day on the cases before it is recorded, then rolls it out', async () => {
    const { caseId, reference } = await receive();
    const before = await dueOf(caseId);
    const day = workingDay(1);
    await open('quantri', `/lich-lam-viec?nam=${day.slice(0, 4)}`);
    await button('Thêm ngày').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Thêm ngày vào lịch').waitFor();
    await fillDate('* Ngày', day);
    await drawer.getByLabel('Loại ngày').click();
    await page.getByTitle('trụ sở tạm đóng cửa').click();
    await drawer.getByLabel('Tên ngày, lý do').fill('Trụ sở ngập');
    await drawer.getByLabel('Văn bản (số, tên)').fill('Thông báo 12/TB-UBND');
    await button('Xem trước tác động').click();
    const link = drawer.getByRole('link', { name: reference });
    await link.waitFor();
    expect(await drawer.getByRole('row').filter({ hasText: reference }).innerText()).toMatch(
      /Đổi ngày hết hạn/u,
    );
    expect(await link.getAttribute('href')).toBe(`/ho-so/${caseId}`);
    expect(await findings()).toEqual([]);
    await page.setViewportSize(PHONE);
    const body = page.locator('.ant-drawer-body');
    // The drawer slides to its new width; a test that waits for ever fails at its own limit.
    while ((await body.boundingBox())!.width > PHONE.width) await page.waitForTimeout(50);
    const beyond = "document.querySelector('.ant-drawer-body').scrollWidth - innerWidth";
    expect(await page.evaluate(beyond)).toBe(0);
    await page.setViewportSize(DESKTOP);
    expect(await dueOf(caseId)).toBe(before);

    await button('Ghi vào lịch').click();
    await drawer.waitFor({ state: 'detached' });
    const change = row('Thông báo 12/TB-UBND').filter({ hasText: 'Mọi hồ sơ đang mở' });
    await change.waitFor();
    expect(await row(printedDate(day)).first().innerText()).toMatch(/Trụ sở ngập[^]*Lịch đơn vị/u);
    expect(await dueOf(caseId)).not.toBe(before);
  });

  it('lets the administrator confirm and take back a day, and says at its field what is wrong', async () => {
    await open('quantri', '/lich-lam-viec?nam=2026');
    await button('Xác nhận 24/11/2026').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Văn bản (số, tên)').fill('Nghị quyết của Quốc hội');
    await fillDate('* Ngày biết văn bản', addDays(TODAY, 1));
    await button('Xem trước tác động').click();
    await button('Ghi vào lịch').click();
    const faulty = drawer.locator('.ant-form-item', { hasText: 'không được sau ngày hôm nay' });
    await faulty.waitFor();
    expect(await faulty.locator('label').innerText()).toBe('Ngày biết văn bản');
    expect(await drawer.getByLabel('Văn bản (số, tên)').inputValue()).toBe(
      'Nghị quyết của Quốc hội',
    );
    await fillDate('* Ngày biết văn bản', TODAY);
    await button('Xem trước tác động').click();
    await button('Ghi vào lịch').click();
    const line = row('24/11/2026').filter({ hasText: 'Nghị quyết của Quốc hội' });
    await line.filter({ hasText: 'Đã xác nhận' }).waitFor();

    await button('Bác bỏ 24/11/2026').click();
    await drawer.getByLabel('Văn bản (số, tên)').fill('Công văn đính chính');
    await button('Xem trước tác động').click();
    await button('Sửa lại').click();
    expect(await drawer.getByLabel('Văn bản (số, tên)').inputValue()).toBe('Công văn đính chính');
    await button('Xem trước tác động').click();
    await button('Ghi vào lịch').click();
    await row('Công văn đính chính').filter({ hasText: 'Đã bác bỏ' }).waitFor();
  });

  it('finds a rule by its words and counts with it', async () => {
    await open('xacminh', '/quy-tac-thoi-han');
    const { ruleSets } = await ask<RuleSets>('xacminh', 'GET', '/rule-sets');
    const { rules } = ruleSets[0]!;
    await page.getByText(`Đang hiện ${String(rules.length)} quy tắc`).waitFor();
    await page.getByLabel('Tìm trong quy tắc').fill('kn-resolve-1 thu ly');
    const found = rules.filter(({ ruleId }) => ruleId.startsWith('KN-RESOLVE-1'));
    await page.getByText(`Đang hiện ${String(found.length)} quy tắc`).waitFor();
    await button('Tính thử KN-RESOLVE-1').click();
    await fillDate('* Ngày bắt đầu', '2026-03-02' as CivilDate);
    await named(/Tính thời hạn$/u).click();
    const result = page.getByRole('status', { name: 'Kết quả' });
    await result.waitFor();
    const asked = { rule: 'KN-RESOLVE-1', start: '2026-03-02' };
    const counted = await ask<{ dueOn: CivilDate; explanation: string[] }>(
      'xacminh',
      'POST',
      '/deadlines/preview',
      asked,
    );
    expect(await result.getByRole('strong').first().innerText()).toBe(printedDate(counted.dueOn));
    expect(await result.locator('.explanation li').allInnerTexts()).toEqual(counted.explanation);

    await button('Thêm khoảng tạm đình chỉ').click();
    await fillDate('* Tạm đình chỉ lần 1, từ ngày', '2026-02-01' as CivilDate);
    await named(/Tính thời hạn$/u).click();
    await page.getByText('pause_before_start').waitFor();
  });

  it('names every rule by its step and its kind of work, never by a code', async () => {
    await open('thanhtra', '/quy-tac-thoi-han');
    const table = page.getByRole('table', { name: 'Quy tắc thời hạn' });
    expect(await table.innerText()).not.toMatch(/[a-z]_[a-z]/u);
    expect(await row('KN-RESOLVE-1-REMOTE').innerText()).toMatch(
      /Giải quyết khiếu nại lần đầu ở vùng sâu, vùng xa[^]*khiếu nại/u,
    );
    await page.getByRole('combobox', { name: 'Loại việc' }).click();
    await page.getByTitle('dân chủ ở cơ sở').click();
    const { ruleSets } = await ask<RuleSets>('thanhtra', 'GET', '/rule-sets');
    const found = ruleSets[0]!.rules.filter(({ caseType }) => caseType === 'dan_chu_co_so');
    await page.getByText(`Đang hiện ${String(found.length)} quy tắc`).waitFor();
    await button('English').click();
    await page.getByText('Dialogue with residents').waitFor();
  });

  it('shows on a case, in the list and in the report what must be said beside a date', async () => {
    const { caseId, reference } = await receive({ receivedOn: addDays(TODAY, -60) });
    await open('chutich', `/ho-so/${caseId}`);
    const view = await ask<CaseView>('chutich', 'GET', `/cases/${caseId}`);
    const clocks = page.getByRole('table', { name: 'Thời hạn' });
    for (const clock of view.clocks) {
      const text = await clocks.getByRole('row').filter({ hasText: clock.label.vi }).innerText();
      const others = [...clock.alternatives, ...clock.conflictsWith];
      const dates = [clock, ...others].map(({ dueOn }) => printedDate(dueOn as CivilDate));
      const said = [...dates, ...clock.flags.map(({ vi }) => vi)];
      expect(said.filter((words) => !text.includes(words))).toEqual([]);
    }
    expect(view.clocks[0]!.conflictsWith).toHaveLength(1);
    for (const path of [`/ho-so?so=${reference}`, '/bao-cao']) {
      await page.goto(`${on.system.url}${path}`);
      const mark = row(reference).getByText('Cần lưu ý').first();
      await mark.click({ timeout: 30_000 });
      await row(reference).getByText('chưa được đối chiếu với văn bản gốc').first().waitFor();
    }
  });

  it('tries a draft rule set on the cases, changes nothing, and names every fault of a bad one', async () => {
    const { caseId, reference } = await receive();
    const before = await dueOf(caseId);
    await open('quantri', '/quy-tac-thoi-han');
    const drawer = page.getByRole('dialog');
    const give = (name: string, content: string): Promise<void> =>
      page
        .locator('.rule-sets input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
    const draft = (amount: unknown): string =>
      JSON.stringify({
        ...publishedRules,
        version: '2099-01-draft',
        clocks: publishedRules.clocks.map((rule) =>
          rule.id === 'KN-ACCEPT-V2' ? { ...rule, amount } : rule,
        ),
      });
    await give('du-thao.json', draft(3));
    await drawer.getByText('Tính thử bộ quy tắc du-thao.json').waitFor();
    const changed = drawer.getByRole('row').filter({ hasText: reference });
    await changed.filter({ hasText: 'Đổi ngày hết hạn' }).waitFor();
    expect(await drawer.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
    expect(await drawer.getByRole('button', { name: /Kích hoạt/u }).count()).toBe(0);
    expect(await findings()).toEqual([]);
    await drawer.getByRole('button', { name: 'Đóng', exact: true }).last().click();
    await drawer.waitFor({ state: 'detached' });
    expect(await dueOf(caseId)).toBe(before);

    await give('sai.json', draft('ba'));
    await drawer.getByText('Bản dự thảo chưa đúng.').waitFor();
    const at = publishedRules.clocks.findIndex(({ id }) => id === 'KN-ACCEPT-V2');
    await drawer.getByText(`body.ruleSet.clocks.${String(at)}.amount`).waitFor();
    await page.keyboard.press('Escape');
    await give('thu.json', 'Kính gửi');
    await page.getByText('Tệp này không phải là JSON.').waitFor();
  });

  it('activates a published rule set once, after its impact was shown, for administrators only', async () => {
    await open('chutich', '/quy-tac-thoi-han');
    await page.getByRole('table', { name: 'Các bộ quy tắc' }).waitFor();
    expect(await page.getByRole('button', { name: /kích hoạt/iu }).count()).toBe(0);
    await open('quantri', '/quy-tac-thoi-han');
    await button(`Tính thử, kích hoạt ${CURRENT_RULE_SET}`).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Không hồ sơ nào bị ảnh hưởng.').waitFor();
    await drawer.getByRole('button', { name: 'Kích hoạt cho mọi hồ sơ đang mở' }).dblclick();
    await drawer.waitFor({ state: 'detached' });
    const activations = page.getByRole('table', { name: 'Các lần kích hoạt' });
    await activations.getByText('Mọi hồ sơ đang mở').waitFor();
    expect(await activations.getByRole('row').count()).toBe(2);
  });

  it('shows both dates where the texts disagree', async () => {
    const { ruleSets } = await ask<RuleSets>('xacminh', 'GET', '/rule-sets');
    const contested = ruleSets[0]!.rules.find(({ conflictsWith }) => conflictsWith.length > 0)!;
    await open('xacminh', '/quy-tac-thoi-han');
    await button(`Tính thử ${contested.ruleId}`).click();
    await fillDate('* Ngày bắt đầu', TODAY);
    await named(/Tính thời hạn$/u).click();
    const both = page.getByRole('table', { name: 'Các văn bản mâu thuẫn' });
    for (const rule of [contested.ruleId, ...contested.conflictsWith]) {
      const line = both.getByRole('row').filter({ hasText: rule });
      expect(await line.getByRole('cell').last().innerText()).toMatch(/\d{2}\/\d{2}\/\d{4}/u);
    }
  });

  it('gives the certificate of a deadline to print and to verify', async () => {
    const { caseId, reference } = await receive();
    await open('tiepdan', `/ho-so/${caseId}`);
    const links = page.getByRole('link', { name: /^Xem, in: Giấy giải thích thời hạn/ });
    await links.first().waitFor();
    const [paper] = await Promise.all([page.waitForEvent('popup'), links.first().click()]);
    await paper.getByText(reference).first().waitFor();
    expect(await paper.title()).toBe(`Giấy giải thích thời hạn ${reference}`);
    await paper.setViewportSize(PHONE);
    const margin = "document.querySelector('h2').getBoundingClientRect().left";
    expect(await paper.evaluate(margin)).toBeGreaterThan(8);
    expect(await paper.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    // A4 in points, as the paper's own style asks for it.
    const printed = (await paper.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(printed).toMatch(/\/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]/u);
    const json = page.getByRole('link', { name: /^JSON: Giấy giải thích thời hạn/ });
    const [download] = await Promise.all([page.waitForEvent('download'), json.first().click()]);
    const certificate = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
      digest: string;
    };
    expect(certificate.digest).toMatch(/^[0-9a-f]{64}$/u);
  });

  it.each(['/lich-lam-viec?nam=2026', '/lich-lam-viec?nam=2030', '/quy-tac-thoi-han', 'drawer'])(
    'can be read by everybody, on a telephone too: %s',
    async (path) => {
      await open('quantri', path === 'drawer' ? '/lich-lam-viec?nam=2026' : path);
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
        if (path === 'drawer' && viewport === DESKTOP) {
          await button('Thêm ngày').click();
          await button('Xem trước tác động').waitFor();
        }
        expect(await findings()).toEqual([]);
        expect(await overflow()).toBe(0);
      }
    },
  );
});

// SPDX-License-Identifier: EUPL-1.2
// The whole story, for real: a letter from a school goes through a mail server
// into the Institute's queue; two people review it; the invitation comes by
// mail; the administrator loads the lists; a teacher comes in with a printed
// card and keeps a lesson by keyboard; a parent sees it on a phone.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {
  DESK, PHONE, inspect, launch, letter, link, run, scratch, start, stop, totp, window_,
} from './lib.mjs';
import { mailServerMissing, send, startMailServer } from './mailserver.mjs';
import { makeLetter, makePupils, makeStaff, SCHOOL } from './story-files.mjs';
import { expect, story } from './steps.mjs';

const PASSWORD = 'каштани цвітуть у травні 7';
const MAIL_PORT = Number(process.env.MAIL_PORT || 2599);
const folder = scratch('story');
fs.chmodSync(folder, 0o711); // the mail server delivers as nobody; the state is 0700 itself
const state = path.join(folder, 'state');
const world = { secrets: {} };

/** Fills the page an invitation opens; turns the second factor on if asked. */
async function accept(page, url, who, more = {}) {
  await page.goto(url);
  await inspect(page, `invitation of ${who}`);
  for (const [name, value] of Object.entries(more)) await page.fill(`[name=${name}]`, value);
  for (const field of await page.$$('main input[type=password]')) await field.fill(PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('main form button:not([name])')]);
  await factor(page, who);
}

/** Where a second factor has to be set up or shown, does it. */
async function factor(page, who) {
  if (/\/account\/factor/.test(page.url())) {
    await inspect(page, `second factor of ${who}`);
    world.secrets[who] = (await page.textContent('main .secret')).replace(/\s/g, '');
    await page.fill('[name=code]', totp(world.secrets[who]));
    await Promise.all([page.waitForNavigation(), page.click('main form button')]);
    await inspect(page, `recovery codes of ${who}`);
  } else if (/\/sign-in\/code/.test(page.url())) {
    await page.fill('[name=code]', totp(world.secrets[who], Date.now() + 30000));
    await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  }
}

async function press(page, text) {
  await Promise.all([
    page.waitForNavigation(),
    page.locator('main').getByRole('button', { name: text, exact: true }).first().click(),
  ]);
}

async function follow(page, text) {
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: text }).first().click()]);
}

await story('From a letter to a mark on a phone', [
  ['an installation, its mail server, its worker', async () => {
    const missing = mailServerMissing();
    world.skipped = missing;
    const first = run(['init', '--state', state]);
    const port = 8290 + Math.floor(Math.random() * 100);
    world.base = `http://127.0.0.1:${port}`;
    fs.writeFileSync(path.join(state, 'ejournal.ini'), [
      `public_url = ${world.base}`, 'mail_from = ejournal@iea.example',
      missing ? '' : `smtp_url = smtp://127.0.0.1:${MAIL_PORT}`, ''].join('\n'));
    world.link = run(['init', '--state', state]).match(/https?:\/\/\S+/)[0];
    expect(/https?:/.test(first), 'init prints a link');
    world.server = await start(['serve', '--state', state, '--port', String(port)], /E-Journal: (\S+)/);
    world.worker = await start(['worker', '--state', state], /worker/);
    if (missing) {
      console.log(`  without a mail server of our own: ${missing}`);
      world.box = path.join(state, 'outbox');
      return;
    }
    world.mail = await startMailServer(path.join(folder, 'mail'), {
      port: MAIL_PORT, domain: 'iea.example', user: 'nobody',
      // The Institute's own mailbox is a Maildir, as most are.
      intake: `sh -c 'cat > ${folder}/mail/in/tmp/$$; mv ${folder}/mail/in/tmp/$$ ${folder}/mail/in/new/$$'`,
      prepare: dir => {
        for (const part of ['in/tmp', 'in/new', 'in/cur']) fs.mkdirSync(path.join(dir, part), { recursive: true });
        execFileSync('chown', ['-R', 'nobody', path.join(dir, 'in')]);
      },
    });
    world.box = world.mail.box;
    world.intake = await start(['intake', '--state', state, '--maildir', path.join(folder, 'mail/in')], null);
  }],

  ['the first operator invites a reviewer and an approver', async () => {
    world.browser = await launch();
    const page = world.operator = await window_(world.browser);
    await accept(page, world.link, 'operator', { person: 'Ткачук Роксолана', email: 'operator@institute.example' });
    for (const [role, email] of [['reviewer', 'reviewer@institute.example'], ['approver', 'approver@institute.example']]) {
      await page.goto(`${world.base}/operator/staff`);
      await inspect(page, 'staff of the Institute');
      await page.fill('[name=email]', email);
      const choice = page.locator(`[name=role][value=${role}]`);
      if (await choice.count()) await choice.check();
      else await page.selectOption('[name=role]', role);
      await Promise.all([page.waitForNavigation(), page.locator('form:has([name=email]) button').first().click()]);
    }
    for (const role of ['reviewer', 'approver']) {
      const own = world[role] = await window_(world.browser);
      const l = await letter(world.box, `${role}@institute.example`);
      await accept(own, link(l), role, { person: role === 'reviewer' ? 'Шевчук Ірина' : 'Бойко Остап' });
    }
  }],

  ['a letter of a school becomes a request, and the school gets an answer', async () => {
    const file = path.join(folder, 'request.eml');
    fs.writeFileSync(file, makeLetter());
    if (world.mail) send(MAIL_PORT, SCHOOL.office, 'ejournal@iea.example', file);
    else execFileSync(process.env.EJOURNAL || path.join(import.meta.dirname, '../../build/ejournal'),
      ['intake', '--state', state], { input: fs.readFileSync(file) });
    const answer = await letter(world.box, SCHOOL.office, /отримано|уточнення/);
    expect(/№/.test(answer.subject), `the subject names a number: ${answer.subject}`);
    const queue = JSON.parse(run(['requests', '--state', state, '--json']));
    const [one] = Array.isArray(queue) ? queue : queue.requests;
    expect(one.name.value === SCHOOL.name, `name: ${one.name.value}`);
    expect(one.edrpou.value === SCHOOL.edrpou && one.edrpou.flag === 'ok', 'EDRPOU is read and right');
    world.number = one.number;
  }],

  ['the reviewer checks it and may not approve it', async () => {
    const page = world.reviewer;
    await page.goto(`${world.base}/institute/requests`);
    await inspect(page, 'queue');
    await follow(page, new RegExp(SCHOOL.name));
    await inspect(page, 'request');
    world.request = page.url();
    await press(page, 'Взяти на розгляд');
    await inspect(page, 'request in review');
    expect(await page.getByRole('button', { name: /^Схвалити/ }).count() === 0, 'no button to approve');
    await press(page, 'Передати на схвалення');
  }],

  ['another person approves it, with a proof', async () => {
    const page = world.approver;
    await page.goto(world.request);
    await inspect(page, 'request before approval');
    await page.check('[name=proof][value=call]');
    await page.fill('[name=phone]', '05453 9-11-22');
    await page.fill('[name=who]', 'Гончар С. І., директор');
    await press(page, 'Схвалити');
    await inspect(page, 'approved request');
  }],

  ['the administrator comes in with the invitation', async () => {
    const l = await letter(world.box, SCHOOL.email, /Запрошення/);
    expect(l.body.includes(SCHOOL.name), 'the letter names the school');
    const page = world.admin = await window_(world.browser);
    // A mail scanner opens the link first; it must still work.
    await page.goto(link(l));
    await accept(page, link(l), 'admin');
    await page.goto(`${world.base}/mode`);
    const inst = page.url().match(/\/s\/(\d+)/) || (await page.content()).match(/\/s\/(\d+)/);
    world.s = `${world.base}/s/${inst ? inst[1] : 1}`;
    await page.goto(`${world.s}/start`);
    await inspect(page, 'checklist');
    const used = await window_(world.browser);
    const again = await used.goto(link(l));
    expect(again.status() === 410, `a used link answers ${again.status()}`);
    await used.context().close();
  }],

  ['lists of staff and pupils come in whole', async () => {
    const page = world.admin;
    for (const [kind, make] of [['staff', makeStaff], ['pupils', makePupils]]) {
      const file = make(folder);
      await page.goto(`${world.s}/import`);
      await inspect(page, 'upload');
      const choice = page.locator(`[name=kind][value=${kind}]`);
      if (await choice.count()) await choice.check();
      await page.setInputFiles('[name=file]', file);
      await press(page, 'Перевірити без запису');
      await inspect(page, `dry run of ${kind}`);
      await press(page, 'Записати');
      await inspect(page, `loaded ${kind}`);
    }
    await page.goto(`${world.s}/people?group=pupils`);
    await inspect(page, 'people');
    expect((await page.content()).includes('Ґалаґан'), 'the pupils are in the list');
  }],

  ['subjects and a journal are made', async () => {
    const page = world.admin;
    await page.goto(`${world.s}/subjects`);
    await inspect(page, 'subjects');
    await page.goto(`${world.s}/journals/setup`);
    await inspect(page, 'journals');
    const subject = page.getByRole('link', { name: 'Алгебра', exact: true });
    await Promise.all([page.waitForNavigation(), subject.first().click()]);
    await inspect(page, 'journal of a subject');
    await page.selectOption('[name=teacher]', { label: 'Щербина Софія Іванівна' });
    await page.locator('[name=class]').first().check();
    await press(page, 'Зберегти');
    await inspect(page, 'journals made');
  }],

  ['cards are printed for the teacher and for a parent', async () => {
    const page = world.admin;
    await page.goto(`${world.s}/access`);
    await inspect(page, 'access');
    world.cards = {};
    // Staff without invitation, then the families of the class.
    for (const where of ['staff', 'class']) {
      await page.goto(`${world.s}/access`);
      if (where === 'class') await follow(page, /^7-А/);
      await inspect(page, `access of ${where}`);
      const boxes = page.locator('main input[type=checkbox][name=person]');
      const all = page.locator('main button[name=all][formaction*=slips], main button[name=all]').last();
      if (await boxes.count() && !(await all.count())) {
        for (let i = 0; i < await boxes.count(); i++) await boxes.nth(i).check();
      }
      await Promise.all([page.waitForNavigation(), all.click()]);
      await inspect(page, `cards of ${where}`);
      for (const slip of await page.$$('.slip')) {
        const name = (await (await slip.$('h2')).textContent()).trim();
        world.cards[name] = (await (await slip.$('.secret')).textContent()).trim();
      }
    }
    world.teacherCard = Object.entries(world.cards).find(([n]) => n.startsWith('Щербина Софія'));
    world.parentCard = Object.entries(world.cards).find(([n]) => n.startsWith('Ґалаґан Олена'));
    expect(world.teacherCard && world.parentCard, `cards: ${Object.keys(world.cards).join('; ')}`);
  }],

  ['the teacher comes in with the card', async () => {
    const page = world.teacher = await window_(world.browser);
    await card(page, world.teacherCard[1], '14.03.1985', 'teacher');
    await page.goto(`${world.s}/today`);
    await inspect(page, 'today');
  }],

  ['a lesson: attendance by tap, marks by keyboard', async () => {
    const page = world.teacher;
    await page.goto(`${world.s}/journals`);
    await inspect(page, 'journals of the teacher');
    await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: /Алгебра/ }).first().click()]);
    await inspect(page, 'empty journal');
    world.journal = page.url().replace(/[?#].*/, '');
    await page.goto(`${world.journal}/lessons/new`);
    await inspect(page, 'new lesson');
    await page.fill('[name=topic]', 'Лінійні рівняння');
    await page.fill('[name=homework]', '§ 12, № 12.8');
    await page.locator('.roll li', { hasText: 'Їжак' }).locator('.seg label:has(input[value="absent"]), .seg label:has(input[value="н"])').first().click();
    const mark = page.locator('.roll li', { hasText: 'Єлизавета' }).locator('.mk input');
    await mark.focus();
    await page.keyboard.type('9');
    await Promise.all([page.waitForNavigation(), page.locator('button[name=take]').click()]);
    await inspect(page, 'saved lesson');
  }],

  ['the journal: a mark is changed by keyboard alone and keeps its history', async () => {
    const page = world.teacher;
    await page.goto(world.journal);
    await inspect(page, 'journal');
    const cell = page.locator('table.grid tbody tr', { hasText: 'Єлизавета' }).locator('td').first();
    await cell.click();
    const saved = page.waitForResponse(r => r.url().includes('/cells') && r.request().method() === 'POST');
    await page.keyboard.type('11');
    await page.keyboard.press('Enter');
    expect((await saved).status() === 200, 'the cell is saved');
    await page.reload();
    expect(/11/.test(await cell.textContent()), 'the mark stands after a reload');
    await inspect(page, 'journal with a changed mark');
  }],

  ['the parent sees the mark, its change and the homework on a phone', async () => {
    const page = world.parent = await window_(world.browser, PHONE);
    await card(page, world.parentCard[1], '02.09.2013', 'parent');
    await page.goto(`${world.s}/diary`);
    await inspect(page, 'diary on a phone');
    const text = await page.textContent('main');
    expect(/Алгебра/.test(text) && /Лінійні рівняння/.test(text), 'the lesson is there');
    expect(/9/.test(text) && /11/.test(text), 'old and new mark are there');
    expect(/12\.8/.test(text), 'the homework is there');
    const refused = await page.goto(`${world.s}/journals`);
    expect(refused.status() === 403, `journals are not for parents: ${refused.status()}`);
  }],

  ['everything is in the history', async () => {
    const text = run(['verify', '--state', state]);
    expect(!/[1-9]\d* faults/.test(text), text);
    expect(/00000001: \d+ events/.test(text), text);
  }],
], async () => {
  for (const name of ['intake', 'worker', 'server']) await stop(world[name]);
  if (world.mail) await world.mail.stop();
  if (world.browser) await world.browser.close();
  if (process.env.KEEP) console.log('kept', folder);
  else fs.rmSync(folder, { recursive: true, force: true });
});

/** Card, birth date, password: an access. */
async function card(page, code, birth, who) {
  await page.goto(`${world.base}/slip`);
  await inspect(page, 'card');
  await page.fill('[name=code]', code);
  await page.fill('[name=birth]', birth);
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  await inspect(page, `access of the ${who}`);
  const email = page.locator('main input[name=email]');
  if (await email.count()) await email.fill(`${who}@family.example`);
  for (const field of await page.$$('main input[type=password]')) await field.fill(PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('main form button:not([name])')]);
}

// SPDX-License-Identifier: EUPL-1.2
// What the browser tests share: a real server with its worker on a state of its
// own, Chromium, accessibility checks, one-time codes, letters.
import { execFileSync, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const root = path.resolve(import.meta.dirname, '../..');
export const program = process.env.EJOURNAL || path.join(root, 'build/ejournal');
const chromiumPath = process.env.CHROMIUM || '/usr/bin/chromium';

/** Runs a command of the program to its end; what it printed. */
export function run(args, options = {}) {
  return execFileSync(program, args, { encoding: 'utf8', ...options });
}

export function scratch(name) {
  return fs.mkdtempSync(path.join(os.tmpdir(), `ejournal-${name}-`));
}

/** Starts a command and waits for a line that matches (null: does not wait). */
export async function start(args, ready, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let text = '';
  const found = await new Promise((resolve, reject) => {
    if (!ready) resolve(null);
    const read = data => {
      text += data;
      const m = ready && text.match(ready);
      if (m) resolve(m);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', code => reject(new Error(`${args[0]} ended with ${code}:\n${text}`)));
    setTimeout(() => reject(new Error(`${args[0]} is not ready:\n${text}`)), 60000).unref();
  });
  return { child, found, output: () => text };
}

export async function stop(started) {
  if (!started || started.child.exitCode !== null) return;
  const ended = new Promise(resolve => started.child.once('exit', resolve));
  started.child.kill('SIGTERM');
  await ended;
}

export async function launch() {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const PHONE = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true };
export const DESK = { viewport: { width: 1280, height: 900 } };

/** A window of its own; script errors and refused requests fail the test. */
export async function window_(browser, size = DESK, more = {}) {
  const context = await browser.newContext({ locale: 'uk-UA', ...size, ...more });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', e => page.faults.push(`script: ${e.message}`));
  page.on('console', m => {
    if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) page.faults.push(m.text());
  });
  return page;
}

/** Short words that a column cut in two: it is squeezed, whatever axe says. */
function squeezed() {
  const longest = 12;
  const cut = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const word of node.data.matchAll(/\p{Script=Cyrillic}{3,}/gu)) {
      if (word[0].length > longest) continue;
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()]
        .filter(r => r.width > 0).map(r => Math.round(r.top)));
      if (tops.size > 1) cut.add(word[0]);
    }
  }
  return [...cut];
}

/** axe-core, no sideways scroll, no script fault: on every page met. */
export async function inspect(page, where) {
  // At the page's full height: axe counts what a sticky bar half covers.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  await page.setViewportSize(size);
  const bad = found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) bad.push(`${over} px wider than the window`);
  const cut = await page.evaluate(squeezed);
  if (cut.length) bad.push(`words cut in two: ${cut.slice(0, 10).join(', ')}`);
  bad.push(...page.faults);
  if (bad.length) throw new Error(`${where} (${page.url()}):\n  ${bad.join('\n  ')}`);
}

/** RFC 6238 code of a base32 secret. */
export function totp(secret, at = Date.now()) {
  const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c)
    .toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = crypto.createHmac('sha1', key).update(step).digest();
  const n = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(n % 1000000).padStart(6, '0');
}

function quotedPrintable(s) {
  const bytes = [];
  const text = s.replace(/=\r?\n/g, '');
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '=') {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(text.charCodeAt(i));
  }
  return Buffer.from(bytes).toString('utf8');
}

function words(s) {
  return s.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?b\?([^?]*)\?=/gi,
    (_, b) => Buffer.from(b, 'base64').toString('utf8'));
}

/** Letters of a Maildir, the latest last. */
export function letters(maildir) {
  const folder = path.join(maildir, 'new');
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).map(name => {
    const file = path.join(folder, name);
    const raw = fs.readFileSync(file, 'latin1');
    const cut = raw.search(/\r?\n\r?\n/);
    const head = raw.slice(0, cut).replace(/\r?\n[ \t]+/g, '\n ').replace(/\n /g, ' ');
    const field = n => words((head.match(new RegExp(`^${n}: *(.*)$`, 'mi')) || [])[1] || '');
    return {
      time: fs.statSync(file).mtimeMs,
      to: field('To').replace(/[<>]/g, ''),
      subject: field('Subject'),
      body: quotedPrintable(raw.slice(cut).trim()),
    };
  }).sort((a, b) => a.time - b.time);
}

/** Waits for a letter to an address that fits; refuses after 20 s. */
export async function letter(maildir, to, fits = /./) {
  for (let i = 0; i < 100; i++) {
    const found = letters(maildir).filter(l => l.to === to && fits.test(l.subject + l.body));
    if (found.length) return found[found.length - 1];
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  const all = letters(maildir).map(l => `${l.to}: ${l.subject}`).join('\n  ');
  throw new Error(`no letter to ${to} that fits ${fits}; there are:\n  ${all}`);
}

export function link(l) {
  return l.body.match(/https?:\/\/\S+\/(?:i|join)\/\S+/)[0];
}

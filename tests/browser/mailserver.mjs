// SPDX-License-Identifier: EUPL-1.2
// A real OpenSMTPD of our own on a loopback port: letters to the Institute go
// through a pipe into `ejournal intake`, all others into one Maildir. A mail
// server that the machine already runs is left alone.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Why it can't run here, or null. */
export function mailServerMissing() {
  if (process.getuid() !== 0) return 'OpenSMTPD needs root to run';
  if (spawnSync('sh', ['-c', 'command -v smtpd']).status !== 0) return 'OpenSMTPD is not installed';
  if (spawnSync('sh', ['-c', 'pgrep -x smtpd || pgrep -x master || pgrep -x exim4']).status === 0)
    return 'this machine already runs a mail server, which stays as it is';
  return null;
}

/** intake: a shell command that reads one message, run as `user`; prepare: what
 * it needs in the folder. */
export async function startMailServer(folder, { port, domain, intake, user, prepare }) {
  const box = path.join(folder, 'box');
  for (const part of ['', 'tmp', 'new', 'cur']) fs.mkdirSync(path.join(box, part), { recursive: true });
  execFileSync('chown', ['-R', 'nobody', box]);
  if (prepare) prepare(folder);
  fs.chmodSync(folder, 0o755);
  const config = path.join(folder, 'smtpd.conf');
  fs.writeFileSync(config, `
table catchall { "@" = "nobody" }
table staff { "@" = "${user}" }
listen on 127.0.0.1 port ${port} hostname mail.example
action "intake" mda "${intake}" virtual <staff>
action "box" maildir "${box}" virtual <catchall>
match from any for domain "${domain}" action "intake"
match from any for any action "box"
`);
  const log = fs.openSync(path.join(folder, 'smtpd.log'), 'w');
  const child = spawn('smtpd', ['-d', '-v', '-f', config], { stdio: ['ignore', log, log] });
  for (let i = 0; ; i++) {
    const up = await new Promise(resolve => {
      const s = net.connect(port, '127.0.0.1');
      s.once('data', () => { s.destroy(); resolve(true); });
      s.once('error', () => resolve(false));
    });
    if (up) break;
    if (i > 50) throw new Error(fs.readFileSync(path.join(folder, 'smtpd.log'), 'utf8'));
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return {
    box,
    log: () => fs.readFileSync(path.join(folder, 'smtpd.log'), 'utf8'),
    stop: () => new Promise(resolve => { child.once('exit', resolve); child.kill('SIGTERM'); }),
  };
}

export function send(port, from, to, file) {
  execFileSync('curl', ['-sS', '--max-time', '30', `smtp://127.0.0.1:${port}`,
    '--mail-from', from, '--mail-rcpt', to, '--upload-file', file]);
}

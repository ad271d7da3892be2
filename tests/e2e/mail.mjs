// SPDX-License-Identifier: EUPL-1.2
// mail.mjs EJOURNAL: letters go out through a real OpenSMTPD, survive its being
// away, are refused, and come back. Debian's OpenSMTPD 6.8 cannot serve TLS with
// OpenSSL 3 (its issue 1171), so TLS and the password are asked for by a door of
// our own in front of it, with node's OpenSSL.
// SMTP_PORT: the first of four free ports.
import {execFileSync, spawn, spawnSync} from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";

const ejournal = process.argv[2];
const PORT = Number(process.env.SMTP_PORT ?? 2600);
const PLAIN = PORT, SECURE = PORT + 1, NOBODY = PORT + 2, CLEAR = PORT + 3;
const DOMAIN = "institute.example";
const PASSWORD = "a password of the mail server 7";

// ---- may it run here -----------------------------------------------------------

function missing() {
	if (process.getuid() !== 0)
		return "OpenSMTPD needs root";
	if (spawnSync("sh", ["-c", "command -v smtpd"]).status !== 0)
		return "OpenSMTPD is not installed";
	if (spawnSync("sh", ["-c",
		"pgrep -x smtpd || pgrep -x master || pgrep -x exim4"]).status === 0)
		return "this machine runs a mail server already, which stays as it is";
	return null;
}

const why = missing();
if (why) {
	console.log(`letters through a mail server: not tested, ${why}`);
	console.log("0 passed, 0 failed");
	process.exit(0);
}

// ---- the world -----------------------------------------------------------------

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ejournal-mail-"));
// The server delivers as nobody; what is secret lies deeper, in 0700.
fs.chmodSync(folder, 0o711);
const state = path.join(folder, "state");
const box = path.join(folder, "box"), inbox = path.join(folder, "in");
const children = new Set();

function run(args, options = {}) {
	const done = spawnSync(ejournal, args, {encoding: "utf8", ...options});
	return {code: done.status, text: done.stdout + done.stderr};
}

function settings(more) {
	fs.writeFileSync(path.join(state, "ejournal.ini"), [
	    `domain = ${DOMAIN}`, `mail_from = journal@${DOMAIN}`,
	    `contact = help@${DOMAIN}`, ...more, ""].join("\n"));
}

// The registry's rows, whichever engine holds it.
const SQL = fileURLToPath(new URL("sql", import.meta.url));
function query(sql) {
	return JSON.parse(execFileSync(SQL, ["--json", state, "0", sql],
	    {encoding: "utf8"}) || "[]");
}
function change(sql) {
	execFileSync(SQL, [state, "0", sql]);
}

// An authority of our own and a certificate it gave to "localhost".
function certify(name) {
	const at = part => path.join(folder, `${name}.${part}`);
	const ssl = args => execFileSync("openssl", args, {stdio: "pipe"});

	const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

	ssl(["req", "-x509", ...curve, "-days", "2", "-subj",
	    `/CN=${name} authority`, "-keyout", at("ca.key"), "-out", at("ca.pem")]);
	ssl(["req", ...curve, "-subj", "/CN=localhost",
	    "-keyout", at("key"), "-out", at("csr")]);
	fs.writeFileSync(at("ext"), "subjectAltName=DNS:localhost\n");
	ssl(["x509", "-req", "-in", at("csr"), "-CA", at("ca.pem"), "-CAkey",
	    at("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", at("ext"),
	    "-out", at("pem")]);
	fs.chmodSync(at("key"), 0o600);
}

function prepare() {
	for (const where of [box, inbox])
		for (const part of ["tmp", "new", "cur"])
			fs.mkdirSync(path.join(where, part), {recursive: true});
	execFileSync("chown", ["-R", "nobody", box, inbox]);
	certify("good");
	certify("other");
	const file = `${inbox}/tmp/$$`;
	fs.writeFileSync(path.join(folder, "smtpd.conf"), `
table people { "@" = "nobody" }
listen on 127.0.0.1 port ${PLAIN} hostname mail.example
action "in" mda "sh -c 'cat > ${file}; mv ${file} ${inbox}/new/$$'" virtual <people>
action "box" maildir "${box}" virtual <people>
action "full" mda "exit 67" virtual <people>
match from any for domain "refused.example" reject
match from any for domain "gone.example" action "full"
match from any for domain "${DOMAIN}" action "in"
match from any for any action "box"
`);
}

let server;
async function serverUp() {
	const log = fs.openSync(path.join(folder, "smtpd.log"), "a");

	server = spawn("smtpd", ["-d", "-v", "-f", path.join(folder, "smtpd.conf")],
	    {stdio: ["ignore", log, log]});
	children.add(server);
	for (let i = 0; i < 100; i++) {
		const answers = await new Promise(done => {
			const s = net.connect(PLAIN, "127.0.0.1");
			s.once("data", () => { s.destroy(); done(true); });
			s.once("error", () => done(false));
		});
		if (answers)
			return;
		await sleep(100);
	}
	throw new Error(fs.readFileSync(path.join(folder, "smtpd.log"), "utf8"));
}

async function serverDown() {
	const gone = new Promise(done => server.once("exit", done));

	server.kill("SIGTERM");
	await gone;
	children.delete(server);
}

// ---- a door with TLS and a password ----------------------------------------------

const door = {protocols: [], users: [], clear: ""};

function eachLine(socket, take) {
	let rest = "";
	const read = data => {
		rest += data;
		for (let at; (at = rest.indexOf("\r\n")) >= 0;) {
			const line = rest.slice(0, at);
			rest = rest.slice(at + 2);
			take(line);
		}
	};
	socket.on("data", read);
	socket.on("error", () => {});
	return () => socket.off("data", read);
}

// After the password the letter goes on to OpenSMTPD.
function passOn(socket, stop) {
	const behind = net.connect(PLAIN, "127.0.0.1");
	let lines = 0;

	stop();
	const greeted = eachLine(behind, line => {
		if (lines++ === 0)
			behind.write("EHLO door\r\n");
		else if (line.startsWith("250 ")) {
			greeted();
			socket.write("235 2.7.0 welcome\r\n");
			socket.pipe(behind).pipe(socket);
		}
	});
	socket.on("close", () => behind.destroy());
}

function askForPassword(socket) {
	let waiting = false;
	const judge = text => {
		const [, user, password] = Buffer.from(text, "base64").toString()
		    .split("\0");
		if (user !== "ejournal" || password !== PASSWORD)
			return socket.write("535 5.7.8 that is not the password\r\n");
		door.users.push(user);
		passOn(socket, stop);
	};
	const stop = eachLine(socket, line => {
		if (waiting) {
			waiting = false;
			judge(line);
		} else if (/^EHLO/i.test(line))
			socket.write("250-mail.example\r\n250 AUTH PLAIN\r\n");
		else if (/^AUTH PLAIN$/i.test(line)) {
			waiting = true;
			socket.write("334 \r\n");
		} else if (/^AUTH PLAIN /i.test(line))
			judge(line.slice(11));
		else if (/^QUIT/i.test(line))
			socket.end("221 bye\r\n");
		else
			socket.write("530 5.7.0 sign in first\r\n");
	});
}

function openDoor() {
	const given = {isServer: true, cert: fs.readFileSync(`${folder}/good.pem`),
	    key: fs.readFileSync(`${folder}/good.key`)};
	const server_ = net.createServer(socket => {
		socket.write("220 mail.example ESMTP\r\n");
		const stop = eachLine(socket, line => {
			door.clear += line + "\n";
			if (/^EHLO/i.test(line))
				return socket.write("250-mail.example\r\n250 STARTTLS\r\n");
			if (!/^STARTTLS/i.test(line))
				return socket.write("530 5.7.0 STARTTLS first\r\n");
			stop();
			socket.write("220 2.0.0 go ahead\r\n");
			const inside = new tls.TLSSocket(socket, given);
			inside.on("secure", () => door.protocols.push(inside.getProtocol()));
			askForPassword(inside);
		});
	});
	return new Promise(done => server_.listen(SECURE, "127.0.0.1",
	    () => done(server_)));
}

async function until(what, look) {
	for (let i = 0; i < 300; i++) {
		const found = look();
		if (found)
			return found;
		await sleep(100);
	}
	throw new Error(`${what}: it did not come\n` +
	    fs.readFileSync(path.join(folder, "smtpd.log"), "utf8").slice(-3000));
}

// Raw letters of a Maildir to an address, oldest first.
function letters(where, to) {
	const dir = path.join(where, "new");

	return fs.readdirSync(dir).map(n => fs.readFileSync(path.join(dir, n), "latin1"))
	    .filter(text => new RegExp(`^To: <${to}>`, "m").test(text));
}

function decoded(raw) {
	const text = raw.replace(/\r/g, "");
	const cut = text.indexOf("\n\n");
	const head = text.slice(0, cut).replace(/\?=\n =\?/g, "?==?");
	const words = s => s.replace(/=\?utf-8\?b\?([^?]*)\?=/g,
	    (_, b) => Buffer.from(b, "base64").toString("utf8"));
	const bytes = text.slice(cut + 2).replace(/=\n/g, "").replace(
	    /=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16)));

	return {
	    head,
	    subject: words(head.match(/^Subject: (.*)$/m)[1]),
	    body: Buffer.from(bytes, "latin1").toString("utf8"),
	};
}

// ---- the tests ------------------------------------------------------------------

let passed = 0, failed = 0;
async function test(claim, act) {
	try {
		await act();
		passed++;
	} catch (error) {
		failed++;
		console.log(`FAILED: ${claim}\n${error.stack ?? error}`);
	}
}
function expect(holds, what) {
	if (!holds)
		throw new Error(what);
}

// A letter of the queue: somebody wrote to the Institute and is answered.
let asked = 0;
function ask(from) {
	const text = `From: <${from}>\nTo: <journal@${DOMAIN}>\n` +
	    `Message-ID: <ask${++asked}@school.example>\nSubject: Заявка ${asked}\n` +
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n" +
	    "Content-Transfer-Encoding: 8bit\n\nОбласть: Сумська\n" +
	    `Громада: Кролевецька\nНазва: Кролевецький ліцей № ${asked}\n` +
	    `Пошта: ${from}\n`;
	const done = run(["intake", "--state", state, "--sender", from], {input: text});

	expect(done.code === 0, done.text);
	return query("SELECT max(job) AS job FROM job WHERE kind = 'mail'")[0].job;
}
function job(id) {
	return query(
	    `SELECT state, error, attempts, payload FROM job WHERE job = ${id}`)[0];
}
function work() {
	const done = run(["worker", "--state", state, "--once"]);

	expect(done.code === 0, done.text);
}
function mailTest(to) {
	return run(["mail", "test", to, "--state", state]);
}
// The same while this process answers at the door.
async function mailTestBeside(to) {
	const child = spawn(ejournal, ["mail", "test", to, "--state", state],
	    {stdio: ["ignore", "pipe", "pipe"]});
	let text = "";
	child.stdout.on("data", data => { text += data; });
	child.stderr.on("data", data => { text += data; });
	const code = await new Promise(done => child.on("close", done));
	return {code, text};
}
const secure = (...more) => [`smtp_url = smtp://localhost:${SECURE}`,
    "smtp_user = ejournal", `smtp_password_file = ${folder}/password`, ...more];

async function arrives() {
	settings([`smtp_url = smtp://127.0.0.1:${PLAIN}`]);
	const done = mailTest("whole@school.example");
	expect(done.code === 0, done.text);
	const [raw] = await until("the letter", () => {
		const l = letters(box, "whole@school.example");
		return l.length && l;
	});
	const letter = decoded(raw);
	expect(letter.subject === "E-Journal: пробний лист", letter.subject);
	expect(letter.body.startsWith("Добрий день.\n\nЦе пробний лист із "),
	    letter.body);
	expect(letter.body.trimEnd().endsWith("Листи надсилаються правильно."),
	    letter.body);
	expect(letter.head.includes(`From: E-Journal <journal@${DOMAIN}>`) ||
	    letter.head.includes(`<journal@${DOMAIN}>`), letter.head);
	expect(/^Message-ID: <job\.0\.\d+\.[0-9a-f]{12}@institute\.example>$/m
	    .test(letter.head), letter.head);
	expect(/^Auto-Submitted: auto-generated$/m.test(letter.head), letter.head);
}

async function underTls() {
	settings(secure(`smtp_ca_file = ${folder}/good.ca.pem`));
	const done = await mailTestBeside("tls@school.example");
	expect(done.code === 0, done.text);
	const [raw] = await until("the letter", () => {
		const l = letters(box, "tls@school.example");
		return l.length && l;
	});
	expect(decoded(raw).subject === "E-Journal: пробний лист", raw);
	expect(/^TLSv1\.[23]$/.test(door.protocols.at(-1)), String(door.protocols));
	expect(door.users.at(-1) === "ejournal", "no user");
	expect(!/MAIL|AUTH/i.test(door.clear), door.clear);
}

async function otherAuthority() {
	for (const more of [[], [`smtp_ca_file = ${folder}/other.ca.pem`]]) {
		settings(secure(...more));
		const done = await mailTestBeside("never@school.example");
		expect(done.code === 75, `exit ${done.code}: ${done.text}`);
		expect(/certificate/i.test(done.text), done.text);
	}
	expect(letters(box, "never@school.example").length === 0, "it was sent");
	expect(door.users.length === 1, "it signed in at a stranger's");
}

async function wrongPassword() {
	settings(secure(`smtp_ca_file = ${folder}/good.ca.pem`));
	fs.writeFileSync(`${folder}/password`, "wrong\n");
	const done = await mailTestBeside("never@school.example");
	fs.writeFileSync(`${folder}/password`, PASSWORD + "\n");
	expect(done.code === 75, `exit ${done.code}: ${done.text}`);
	expect(/535|denied/i.test(done.text), done.text);
	expect(!done.text.includes(PASSWORD), "the password is shown");
}

// A server that offers to take a password and has no TLS: what is it told?
async function neverInClear() {
	let heard = "";
	const fake = net.createServer(s => {
		s.write("220 fake ESMTP\r\n");
		s.on("data", data => {
			heard += data;
			if (/^(EHLO|HELO)/mi.test(String(data)))
				s.write("250-fake\r\n250 AUTH PLAIN LOGIN\r\n");
			else if (/^QUIT/mi.test(String(data)))
				s.end("221 bye\r\n");
			else
				s.write("334 \r\n");
		});
		s.on("error", () => {});
	});
	await new Promise(done => fake.listen(CLEAR, "127.0.0.1", done));
	const plain = Buffer.from(`\0ejournal\0${PASSWORD}`).toString("base64");
	for (const more of [["smtp_user = ejournal",
	    `smtp_password_file = ${folder}/password`],
	    [`smtp_ca_file = ${folder}/good.ca.pem`]]) {
		heard = "";
		settings([`smtp_url = smtp://127.0.0.1:${CLEAR}`, ...more]);
		const {code} = await mailTestBeside("a@school.example");
		expect(code === 75, `exit ${code}`);
		expect(/EHLO/i.test(heard), "it did not even greet");
		expect(!/AUTH|MAIL/i.test(heard), `it went on: ${heard}`);
		expect(!heard.includes(plain) && !heard.includes(PASSWORD), heard);
	}
	fake.close();
}

async function awayAndBack() {
	settings([`smtp_url = smtp://127.0.0.1:${PLAIN}`]);
	const id = ask("away@school.example");
	await serverDown();
	work();
	let now = job(id);
	expect(now.state === "ready" && now.attempts === 1, JSON.stringify(now));
	expect(/connect/i.test(now.error), now.error);
	work();
	expect(job(id).attempts === 1, "it was tried again at once");
	await serverUp();
	change(`UPDATE job SET run_at = 0 WHERE job = ${id}`);
	work();
	now = job(id);
	expect(now.state === "done" && now.error === null, JSON.stringify(now));
	expect(!/"fields"/.test(now.payload), "the link is still there");
	await until("the letter", () =>
	    letters(box, "away@school.example").length === 1);
}

function refusedForGood() {
	settings([`smtp_url = smtp://127.0.0.1:${PLAIN}`]);
	const id = ask("nobody@refused.example");
	work();
	const now = job(id);
	expect(now.state === "failed" && now.attempts === 1, JSON.stringify(now));
	expect(/^550 /.test(now.error), now.error);
}

async function comesBack() {
	settings([`smtp_url = smtp://127.0.0.1:${PLAIN}`]);
	const id = ask("left@gone.example");
	const requests = query("SELECT count(*) AS n FROM request")[0].n;
	work();
	expect(job(id).state === "done", JSON.stringify(job(id)));
	await until("the report", () => fs.readdirSync(`${inbox}/new`).length > 0);
	const done = run(["intake", "--state", state, "--maildir", inbox, "--once"]);
	expect(done.code === 0, done.text);
	expect(/a letter of ours came back/.test(done.text), done.text);
	const now = job(id);
	expect(now.state === "failed", JSON.stringify(now));
	expect(/^bounced: \S/.test(now.error), now.error);
	expect(query("SELECT count(*) AS n FROM request")[0].n === requests,
	    "the report stands in the queue");
}

function nobodyListens() {
	settings([`smtp_url = smtp://127.0.0.1:${NOBODY}`]);
	const done = mailTest("a@school.example");
	expect(done.code === 75, `exit ${done.code}: ${done.text}`);
	expect(/connect/i.test(done.text), done.text);
}

function noAddress() {
	settings([`smtp_url = smtp://127.0.0.1:${PLAIN}`]);
	expect(mailTest("no address").code === 65, "a wrong address");
	expect(run(["mail", "--state", state]).code === 64, "no address");
}

try {
	fs.mkdirSync(state, {mode: 0o700});
	settings([]);
	fs.writeFileSync(`${folder}/password`, PASSWORD + "\n", {mode: 0o600});
	const made = run(["init", "--state", state]);
	expect(made.code === 0, made.text);
	prepare();
	await serverUp();
	(await openDoor()).unref();
	await test("a letter arrives whole", arrives);
	await test("under TLS and with a password", underTls);
	await test("a certificate of somebody else is refused", otherAuthority);
	await test("a wrong password is said and can be mended", wrongPassword);
	await test("without TLS neither password nor letter goes out", neverInClear);
	await test("while the server is away letters wait", awayAndBack);
	await test("a refusal for good is shown", refusedForGood);
	await test("a letter that comes back is written down", comesBack);
	await test("nobody listens", nobodyListens);
	await test("what is no address is refused", noAddress);
} finally {
	for (const child of children)
		child.kill("SIGTERM");
	process.env.KEEP || fs.rmSync(folder, {recursive: true, force: true});
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// SPDX-License-Identifier: EUPL-1.2
// kill9.mjs EJOURNAL STATE SAVES: saves marks through a real server, several
// at once, and kills the server with SIGKILL at random moments. After each
// death: the store is whole, the history holds, every mark that was
// acknowledged is there with its event, and whoever sends the same save again
// gets the first answer. On PostgreSQL the backends are killed too, and once the
// whole cluster goes down at once, while the server goes on. SEED repeats a run.
// STATE is made by bench/fill.
import {spawn, execFileSync} from "node:child_process";
import {readFileSync, statSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";

const [ejournal, state, saves] = process.argv.slice(2);
const SQL = fileURLToPath(new URL("sql", import.meta.url));
const POSTGRESQL = process.env.EJ_E2E_ENGINE === "postgresql";
const IN_FLIGHT = 4;
const ACKS_BEFORE_A_KILL = 12;
const KILL_DELAY_MS = 6;
const JOURNAL = 1, COLUMNS = 40, FIRST_PUPIL = 3, PUPILS = 30;

const seed = Number(process.env.SEED ?? Date.now() % 1e9);
let random = seed;
// A linear congruential generator is random enough to pick moments.
function below(n) {
	random = (random * 1103515245 + 12345) % 2147483648;
	return Math.floor((random / 2147483648) * n);
}

function fail(text) {
	console.error(`kill9: ${text} (SEED=${seed})`);
	process.exit(1);
}

const [, cookie, token] = readFileSync(`${state}/bench.tsv`, "utf8")
    .split("\n")[0].split("\t");

// ---- the server ------------------------------------------------------------

let server, url;

async function begin() {
	server = spawn(ejournal, ["serve", "--state", state, "--port", "0"],
	    {stdio: ["ignore", "pipe", "ignore"]});
	const child = server;
	url = await new Promise((done, failed) => {
		child.stdout.on("data", (text) => {
			const found = /http:\S+/.exec(text);
			if (found)
				done(found[0]);
		});
		child.on("exit", () => failed(new Error("serve ended")));
	});
}

async function kill() {
	const gone = new Promise((done) => server.on("exit", done));
	server.kill("SIGKILL");
	await gone;
}

// ---- one save ----------------------------------------------------------------

// Every acknowledged save: {uuid, col, pupil, value, body, answer}.
const acknowledged = [];
let made = 0;

function nextSave() {
	const n = made++;
	// A cell is in flight once at a time, and comes again later.
	const cell = n % (COLUMNS * PUPILS);
	const col = 1 + Math.floor(cell / PUPILS);
	const pupil = FIRST_PUPIL + (cell % PUPILS);
	const value = String(1 + below(12));
	const uuid = `${n.toString(16).padStart(8, "0")}-0000-4000-8000-` +
	    (seed % 1e9).toString(16).padStart(12, "0");
	const body = JSON.stringify({uuid, cells: [
		{c: col, p: pupil, v: value, seen: Number.MAX_SAFE_INTEGER}]});
	return {uuid, col, pupil, value, body};
}

// The answer's text, or undefined where the server died on the way.
async function send(save) {
	let response, text;
	try {
		response = await fetch(`${url}/s/1/journals/${JOURNAL}/cells`, {
			method: "POST",
			headers: {
				"Cookie": `ej=${cookie}`,
				"X-CSRF": token,
				"Content-Type": "application/json",
				"Accept": "application/json",
			},
			body: save.body,
		});
		text = await response.text();
	} catch {
		return undefined;
	}
	// A server without its database says so, and may be asked again.
	if (POSTGRESQL && response.status === 503)
		return undefined;
	if (response.status !== 200)
		fail(`${save.uuid}: ${response.status} ${text}`);
	return text;
}

function take(save, text) {
	const [cell] = JSON.parse(text).cells;
	if (cell.s !== "saved" && cell.s !== "same")
		fail(`${save.uuid}: ${text}`);
	if (cell.mark !== save.value)
		fail(`${save.uuid}: ${save.value} was saved as ${cell.mark}`);
	save.answer = text;
	save.seq = cell.seq;
	save.fresh = cell.s === "saved";
	acknowledged.push(save);
}

// What a repeat must not change: all but the minute shown.
const lasting = (text) => JSON.stringify(JSON.parse(text).cells);

async function repeats(save) {
	const again = await send(save);
	if (again === undefined)
		fail("the server died without being killed");
	if (save.fresh && lasting(again) !== lasting(save.answer))
		fail(`${save.uuid}: first ${save.answer}, then ${again}`);
}

// ---- what is on the disk --------------------------------------------------------

function sql(text) {
	const out = execFileSync(SQL, ["--json", state, "1", text],
	    {encoding: "utf8", maxBuffer: 1 << 28});
	return out.trim() ? JSON.parse(out) : [];
}

function checkDisk() {
	if (!POSTGRESQL &&
	    sql("PRAGMA integrity_check")[0].integrity_check !== "ok")
		fail("the store is damaged");
	try {
		execFileSync(ejournal, ["verify", "--state", state],
		    {stdio: "pipe"});
	} catch (error) {
		fail(`verify: ${error.stdout}${error.stderr}`);
	}
	const events = new Map(sql("SELECT seq, object, new FROM event_content")
	    .map((row) => [row.seq, row]));
	const marks = new Map(sql(`SELECT col, pupil, value, seq FROM mark
	    WHERE journal = ${JOURNAL}`)
	    .map((row) => [`${row.col}.${row.pupil}`, row]));
	for (const save of acknowledged) {
		const object = `mark/${JOURNAL}.${save.col}.${save.pupil}`;
		const event = events.get(save.seq);
		if (!event || event.object !== object ||
		    event.new !== save.value)
			fail(`${save.uuid}: event ${save.seq} is not there`);
		const mark = marks.get(`${save.col}.${save.pupil}`);
		if (!mark || mark.seq < save.seq)
			fail(`${save.uuid}: the mark is not there`);
		if (mark.seq === save.seq && mark.value !== save.value)
			fail(`${save.uuid}: the mark is ${mark.value}`);
	}
	const uuids = acknowledged.filter((save) => save.fresh).length;
	const stored = sql("SELECT count(*) AS n FROM client_write")[0].n;
	if (stored < uuids)
		fail(`${uuids} saves were answered, ${stored} are remembered`);
}

// ---- a database that dies under a server that lives --------------------------

const cluster = process.env.EJ_TEST_PG;

function psql(sql) {
	return execFileSync("psql", ["-qXAt", "-d", cluster, "-c", sql],
	    {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]}).trim();
}

function crashCluster() {
	const where = new URLSearchParams(cluster.split("?")[1]).get("host");
	const {uid, gid} = statSync(`${where}/data`);

	execFileSync(`${process.env.PG_BIN}/pg_ctl`,
	    ["-D", `${where}/data`, "-m", "immediate", "-w", "restart"],
	    {uid, gid, cwd: where, stdio: "ignore"});
}

function endBackends() {
	psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
	    "WHERE datname LIKE 'e2e%'");
}

// A backend that is killed takes its siblings with it: the postmaster starts
// them all anew.
function killBackend() {
	const pids = psql("SELECT pid FROM pg_stat_activity " +
	    "WHERE datname LIKE 'e2e%'").split("\n").filter(Boolean);

	if (pids.length)
		process.kill(Number(pids[below(pids.length)]), "SIGKILL");
}

// Several clients save, each repeating under its UUID until it is answered,
// while blows fall; every client comes to an answer. How often they repeated.
async function saveUnder(blow, blows, pause) {
	let ended = false, again = 0;

	async function client() {
		while (!ended) {
			const save = nextSave();
			let text;
			for (let i = 0; (text = await send(save)) === undefined; i++) {
				if (i === 600)
					fail(`${save.uuid}: no answer for a minute`);
				again++;
				await sleep(100);
			}
			take(save, text);
		}
	}
	const clients = Array.from({length: IN_FLIGHT}, client);
	for (let i = 0; i < blows; i++) {
		await sleep(pause + below(pause));
		try {
			blow();
		} catch (error) {
			// Nobody connects while it recovers from the last one.
			if (blow === crashCluster)
				throw error;
		}
	}
	await sleep(pause);
	ended = true;
	await Promise.all(clients);
	checkDisk();
	return again;
}

// ---- the run ------------------------------------------------------------------------

// Sends until the server is dead; gives back what was not answered.
async function sendUntilKilled(limit) {
	const unanswered = [];
	const killAfter = 1 + below(ACKS_BEFORE_A_KILL);
	let answered = 0, dying = false;

	async function lane() {
		while (!dying && made < limit) {
			const save = nextSave();
			const text = await send(save);
			if (text === undefined) {
				unanswered.push(save);
				return;
			}
			take(save, text);
			if (++answered === killAfter && !dying) {
				dying = true;
				await sleep(below(KILL_DELAY_MS * 1000) / 1000);
				await kill();
			}
		}
		// Lanes that still run give the killer something to hit.
		while (dying && server.exitCode === null &&
		    server.signalCode === null) {
			const save = nextSave();
			const text = await send(save);
			if (text === undefined) {
				unanswered.push(save);
				return;
			}
			take(save, text);
		}
	}
	await Promise.all(Array.from({length: IN_FLIGHT}, lane));
	if (!dying)
		await kill();
	return unanswered;
}

// Saves that were repeated are in the history once.
const countEvents = () =>
	sql("SELECT count(*) AS n FROM event_content")[0].n;
const eventsBefore = countEvents();

let kills = 0, settled = 0, repeated = 0;
await begin();
while (made < Number(saves)) {
	const unanswered = await sendUntilKilled(Number(saves));
	kills++;
	checkDisk();
	await begin();
	for (const save of unanswered) {
		const text = await send(save);
		if (text === undefined)
			fail("the server died without being killed");
		take(save, text);
		await repeats(save);
		settled++;
	}
	for (let i = 0; i < 3 && acknowledged.length; i++) {
		await repeats(acknowledged[below(acknowledged.length)]);
		repeated++;
	}
}
if (POSTGRESQL) {
	const many = process.env.SOAK ? 10 : 1;
	const before = acknowledged.length;
	const ended = await saveUnder(endBackends, 40 * many, 40);
	const killed = await saveUnder(killBackend, 3 * many, 700);
	const down = await saveUnder(crashCluster, many, 500);
	console.log(`kill9: ${acknowledged.length - before} saves, repeated ` +
	    `${ended} times where connections were ended, ${killed} where a ` +
	    `backend was killed, ${down} where the cluster crashed`);
}
await kill();
checkDisk();
const fresh = new Set(acknowledged.filter((save) => save.fresh)
    .map((save) => save.uuid)).size;
if (countEvents() - eventsBefore !== fresh)
	fail(`${fresh} saves made ${countEvents() - eventsBefore} events`);
console.log(`kill9: ${acknowledged.length} saves acknowledged, ${kills} ` +
    `kills, ${settled} saves caught on the way and settled by a repeat, ` +
    `${repeated} other repeats; nothing lost`);

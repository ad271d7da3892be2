-- SPDX-License-Identifier: EUPL-1.2
-- wrk -t N -c N -s day.lua URL -- PHASE INSTITUTIONS N FOLDER: people of a
-- synthetic country (ejournal demo --institutions) at one time of a school day.
-- One connection a thread, so an answer belongs to the last request; a story
-- is a coroutine that asks and gets the answer. Forms are those of the pages:
-- their tokens, their UUIDs, the numbers they have seen.
--
-- FOLDER keeps what the phases share: sessions-<thread> (day_people has signed
-- everybody in before, others come with their password) and, for checking
-- afterwards, saved-<thread>: "inst seq journal column pupil value".
-- Prints one line of JSON.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long s; long ns; } day_time;
int clock_gettime(int id, day_time *t);
]]

local PASSWORD = "demo-sample-2026"
local STEPS = 24 -- of the scale of latencies: a step is a 24th of a factor e
local threads, sent, began = {}, nil, 0
local story, answer
local sessions = {} -- "teacher1.12" -> who
local institutions, threads_n, folder, saved
stats = {} -- "kind|what" -> number; read by done()

function setup(t)
	threads[#threads + 1] = t
	t:set("id", #threads)
end

local function now_us()
	local t = ffi.new("day_time")
	ffi.C.clock_gettime(1, t)
	return tonumber(t.s) * 1e6 + tonumber(t.ns) / 1e3
end

local function count(kind, what, n)
	local key = kind .. "|" .. what
	stats[key] = (stats[key] or 0) + (n or 1)
end

-- ---- asking -----------------------------------------------------------------

-- ask{kind, path, body, cookie, json, csrf, want}: the answer as a table. What
-- is neither wanted (200) nor 503 is an error; its story ends there.
local function ask(q)
	q.want = q.want or 200
	repeat
		answer = nil
		q.headers = {["Accept"] = q.json and "application/json" or
		    "text/html", ["Accept-Encoding"] = "identity",
		    ["Sec-Fetch-Site"] = "same-origin",
		    ["Cookie"] = q.cookie and ("ej=" .. q.cookie) or nil,
		    ["X-CSRF"] = q.csrf,
		    ["Content-Type"] = q.body and (q.json and "application/json"
		        or "application/x-www-form-urlencoded") or nil}
		coroutine.yield(q)
		count(q.kind, answer.status == q.want and "ok" or
		    answer.status == 503 and "refused" or "error")
	until answer.status ~= 503
	if answer.status ~= q.want then
		io.stderr:write(string.format("%s %s: %d\n", q.kind, q.path,
		    answer.status))
		error("story")
	end
	return answer
end

local function encode(s)
	return (s:gsub("[^%w%-%._~]", function(c)
		return string.format("%%%02X", c:byte())
	end))
end

local function form(fields)
	local out = {}
	for _, f in ipairs(fields) do
		out[#out + 1] = encode(f[1]) .. "=" .. encode(f[2])
	end
	return table.concat(out, "&")
end

local function unescape(s)
	return (s:gsub("&lt;", "<"):gsub("&gt;", ">"):gsub("&quot;", '"')
	    :gsub("&#39;", "'"):gsub("&amp;", "&"))
end

-- The hidden fields of the form that goes to `action`.
local function hidden(page, action)
	local from = page:find("method='post' action='" .. action .. "'", 1,
	    true)
	if not from then
		return nil
	end
	local fields, part = {}, page:sub(from, page:find("</form>", from, true))
	for name, value in part:gmatch(
	    "<input type='hidden' name='([^']*)' value='([^']*)'") do
		fields[#fields + 1] = {name, unescape(value)}
	end
	return fields, part
end

-- The day is the same every time, its UUIDs never are. wrk has room for few
-- open files beside its connections (three a connection), so this is none.
local entropy, entropy_at = "", 1
local function uuid()
	if entropy_at > #entropy then
		local f = io.open("/dev/urandom", "rb")
		entropy, entropy_at = f:read(16 * 256), 1
		f:close()
	end
	local hex = (entropy:sub(entropy_at, entropy_at + 15):gsub(".",
	    function(c)
		return string.format("%02x", c:byte())
	end))
	entropy_at = entropy_at + 16
	return string.format("%s-%s-4%s-8%s-%s", hex:sub(1, 8), hex:sub(9, 12),
	    hex:sub(14, 16), hex:sub(18, 20), hex:sub(21, 32))
end

local function any(list)
	return list[math.random(#list)]
end

-- ---- people -----------------------------------------------------------------

-- At a shared computer, as in a staff room. Returns who, with the page that
-- the sign-in led to.
local function sign_in(who, inst)
	local name = who .. "." .. inst
	local page = ask{kind = "sign-in page", path = "/sign-in"}.body
	local fields = hidden(page, "/sign-in")
	fields[#fields + 1] = {"name", name .. "@demo.example"}
	fields[#fields + 1] = {"password", PASSWORD}
	fields[#fields + 1] = {"shared", "1"}
	local got = ask{kind = "sign-in", path = "/sign-in",
	    body = form(fields), want = 303}
	local me = {name = name, inst = inst, home = got.headers["Location"],
	    cookie = got.headers["Set-Cookie"]:match("^ej=([^;]+)")}
	sessions[name] = me
	local f = io.open(folder .. "/sessions-" .. id, "a")
	f:write(name, " ", inst, " ", me.home, " ", me.cookie, "\n")
	f:close()
	return me
end

-- Somebody of one of this thread's institutions: threads have their own, so
-- nobody writes into a cell that another one has just read.
local function person(who)
	local n = math.floor((institutions - id) / threads_n)
	local inst = id + math.random(0, n) * threads_n

	return sessions[who .. "." .. inst] or sign_in(who, inst)
end

local function teacher()
	return person("teacher" .. math.random(2))
end

local function get(me, kind, path)
	return ask{kind = kind, path = path, cookie = me.cookie}.body
end

-- ---- what teachers do -------------------------------------------------------

local function open_journal(me, journal)
	local base = "/s/" .. me.inst .. "/journals/"

	if not me.journals then
		me.journals = {}
		for j in get(me, "list of journals", "/s/" .. me.inst ..
		    "/journals"):gmatch("href='" .. base .. "(%d+)'") do
			me.journals[#me.journals + 1] = j
		end
	end
	local j = journal or any(me.journals)
	local page = get(me, "journal", base .. j)
	local open = {me = me, journal = j, path = base .. j, page = page,
	    seen = tonumber(page:match("data%-seen='(%d+)'")),
	    csrf = page:match("data%-csrf='([^']*)'"), pupils = {},
	    columns = {}, lessons = {}}
	for p in page:gmatch("data%-p='(%d+)'") do
		open.pupils[#open.pupils + 1] = tonumber(p)
	end
	for c in page:gmatch("data%-col='(%d+)'") do
		open.columns[#open.columns + 1] = tonumber(c)
	end
	return open
end

-- A class at once: one request, one transaction, as many events. Each cell is
-- compared with what this page has seen of it.
local function save_class(open, col)
	local cells, last = {}, open.last or {}

	for i, p in ipairs(open.pupils) do
		cells[i] = string.format('{"c":%d,"p":%d,"v":"%d","seen":%d}',
		    col, p, math.random(4, 12),
		    last[col .. "." .. p] or open.seen)
	end
	local got = ask{kind = "save of a class", path = open.path .. "/cells",
	    cookie = open.me.cookie, csrf = open.csrf, json = true,
	    body = '{"uuid":"' .. uuid() .. '","cells":[' ..
	    table.concat(cells, ",") .. "]}"}.body
	for c, p, state, mark, seq in got:gmatch('"c":(%d+),"p":(%d+),' ..
	    '"s":"(%l+)","mark":"?([^",]*)"?,"code":"[^"]*","seq":(%d+)') do
		count("save of a class", "cells")
		last[c .. "." .. p] = tonumber(seq)
		if state == "saved" then
			saved:write(open.me.inst, " ", seq, " ", open.journal,
			    " ", c, " ", p, " ", mark, "\n")
		elseif state ~= "same" then
			count("save of a class", "cells " .. state)
		end
	end
	saved:flush()
	open.last = last
end

-- The lesson's form as the page gave it, with a mark for some and somebody
-- late; afterwards the page must show what was saved.
local function save_lesson(me)
	local day = get(me, "today", "/s/" .. me.inst .. "/today")
	local list = {}

	for href in day:gmatch("href='(/s/%d+/journals/%d+/lessons/%d+)'") do
		list[#list + 1] = href
	end
	if #list == 0 then
		return
	end
	local path = any(list)
	local fields, part = hidden(get(me, "lesson", path), path)
	if not fields then
		return
	end
	local wrote = {}
	for name, value in part:gmatch("<input type='date' id='[^']*' " ..
	    "name='([^']*)'[^>]*value='([^']*)'") do
		fields[#fields + 1] = {name, value}
	end
	for name, options in part:gmatch(
	    "<select id='[^']*' name='([^']*)'[^>]*>(.-)</select>") do
		fields[#fields + 1] = {name,
		    options:match("value='([^']*)' selected") or ""}
	end
	fields[#fields + 1] = {"topic", "Повторення, " .. math.random(9)}
	fields[#fields + 1] = {"homework", "§ " .. math.random(60)}
	for p in part:gmatch("name='a(%d+)' value='' checked") do
		fields[#fields + 1] = {"a" .. p, ""}
	end
	for c, p, value in part:gmatch(
	    "<input name='m(%d+)%.(%d+)' value='([^']*)'") do
		if math.random(3) == 1 then
			value = tostring(math.random(4, 12))
			wrote["m" .. c .. "." .. p] = value
		end
		fields[#fields + 1] = {"m" .. c .. "." .. p, value}
	end
	ask{kind = "save of a lesson", path = path, cookie = me.cookie,
	    body = form(fields), want = 303}
	local after = get(me, "lesson", path)
	for name, value in pairs(wrote) do
		if not after:find("<input name='" .. name .. "' value='" ..
		    value .. "'", 1, true) then
			count("save of a lesson", "lost")
		end
	end
end

-- A column for the term's marks, made once, then filled.
local function term_marks(open)
	local path = open.path .. "/columns"
	local made = open.me.made or {}

	open.me.made = made
	if not made[open.journal] then
		local fields = hidden(open.page, path)
		fields[#fields + 1] = {"kind", "thematic"}
		fields[#fields + 1] = {"title", "Семестр"}
		ask{kind = "new column", path = path, cookie = open.me.cookie,
		    body = form(fields), want = 303}
		open = open_journal(open.me, open.journal)
		made[open.journal] = math.max(unpack(open.columns))
	end
	save_class(open, made[open.journal])
end

-- ---- the day ----------------------------------------------------------------

local day = {}

-- Monday, 08:30: sign-ins, the day's page, journals.
function day.morning()
	local me = teacher()
	if math.random(3) == 1 then
		me = sign_in(me.name:match("^(%w+)"), me.inst)
	end
	get(me, "today", "/s/" .. me.inst .. "/today")
	open_journal(me)
	if math.random(8) == 1 then
		local deputy = person("deputy")
		get(deputy, "overview", "/s/" .. deputy.inst .. "/overview")
	end
end

-- A break between lessons: everybody saves.
function day.breaks()
	local me = teacher()
	if math.random(3) == 1 then
		save_lesson(me)
		return
	end
	local open = open_journal(me)
	if #open.columns == 0 then
		return -- no lesson yet
	end
	local col = any(open.columns)
	for _ = 1, math.random(2) do
		save_class(open, col)
	end
end

-- Evening: the week, the marks, the history of one.
function day.evening()
	local me = person(any{"guardian1", "guardian2", "pupil"})
	local base = "/s/" .. me.inst .. "/diary"
	local week = get(me, "diary week", base)
	local before = week:match("href='(" .. base .. "%?[^']*day=[^']*)'")

	if before then
		get(me, "diary week", unescape(before))
	end
	if math.random(2) == 1 then
		local marks = get(me, "diary marks", base .. "/marks")
		local one = marks:match("href='(/s/%d+/journals/%d+/marks/[^']*)'")
		if one then
			get(me, "history of a mark", unescape(one))
		end
	end
end

-- The end of a term: whole columns, and the tables that are made of them.
function day.term()
	local dice = math.random(10)
	if dice <= 6 then
		term_marks(open_journal(teacher()))
	elseif dice <= 8 then
		local open = open_journal(teacher())
		get(open.me, "journal as a table", open.path .. "/csv")
	elseif dice == 9 then
		local me = person("guardian1")
		get(me, "diary as a table", "/s/" .. me.inst .. "/diary/csv")
	else
		local me = person("deputy")
		get(me, "list of people", "/s/" .. me.inst .. "/people/export")
	end
end

-- ---- wrk --------------------------------------------------------------------

local function live(phase)
	return coroutine.create(function()
		while true do
			local ok, err = pcall(day[phase])
			if not ok and not tostring(err):find("story$") then
				io.stderr:write(tostring(err), "\n")
				count("script", "error")
			end
		end
	end)
end

function init(args)
	local phase = args[1]

	institutions = tonumber(args[2])
	threads_n = tonumber(args[3])
	folder = args[4]
	math.randomseed(id * 7919 + #phase)
	saved = io.open(folder .. "/saved-" .. id, "a")
	local f = io.open(folder .. "/sessions-" .. id, "r")
	if f then
		for line in f:lines() do
			local name, inst, home, cookie =
			    line:match("^(%S+) (%d+) (%S+) (%S+)$")
			sessions[name] = {name = name, inst = tonumber(inst),
			    home = home, cookie = cookie}
		end
		f:close()
	end
	story = live(phase)
end

-- Without an answer (wrk's own first call, a connection that broke) the same
-- request goes out again: a save has its UUID and is done once.
function request()
	if not sent or answer then
		local _, q = coroutine.resume(story)
		sent = q
	end
	began = now_us()
	return wrk.format(sent.body and "POST" or "GET", sent.path,
	    sent.headers, sent.body)
end

-- Who is refused tries again in a moment, as the page asks them to.
function delay()
	if answer and answer.status == 503 then
		return math.random(500, 1500)
	end
	return 0
end

function response(status, headers, body)
	local took = now_us() - began
	local step = math.floor(math.log(math.max(took, 1)) * STEPS)

	answer = {status = status, headers = headers, body = body}
	count(sent.kind, "requests")
	if status ~= 503 then
		count(sent.kind, "us " .. step)
	end
end

-- The latency that so many of a hundred are below, in microseconds.
local function percentile(steps, n, percent)
	local keys, sum = {}, 0

	for k in pairs(steps) do
		keys[#keys + 1] = k
	end
	table.sort(keys)
	for _, k in ipairs(keys) do
		sum = sum + steps[k]
		if sum >= n * percent / 100 then
			return math.exp((k + 0.5) / STEPS)
		end
	end
	return 0
end

local function json_kind(kind, k, seconds)
	local n = 0
	for _, v in pairs(k.steps) do
		n = n + v
	end
	return string.format('{"kind":"%s","requests":%d,"rate":%.1f,' ..
	    '"p50_us":%.0f,"p95_us":%.0f,"p99_us":%.0f,"refused":%d,' ..
	    '"errors":%d,"cells":%d,"cells_clash":%d,"cells_refused":%d,' ..
	    '"lost":%d}', kind, k.requests or 0, (k.requests or 0) / seconds,
	    percentile(k.steps, n, 50), percentile(k.steps, n, 95),
	    percentile(k.steps, n, 99), k.refused or 0, k.error or 0,
	    k.cells or 0, k["cells clash"] or 0, k["cells refused"] or 0,
	    k.lost or 0)
end

function done(summary)
	local kinds, out, seconds = {}, {}, summary.duration / 1e6
	local names = {}

	for _, t in ipairs(threads) do
		for key, n in pairs(t:get("stats")) do
			local kind, what = key:match("^(.-)|(.*)$")
			local step = what:match("^us (%-?%d+)$")
			local k = kinds[kind] or {steps = {}}
			kinds[kind] = k
			if step then
				step = tonumber(step)
				k.steps[step] = (k.steps[step] or 0) + n
			else
				k[what] = (k[what] or 0) + n
			end
		end
	end
	for kind in pairs(kinds) do
		names[#names + 1] = kind
	end
	table.sort(names)
	for i, kind in ipairs(names) do
		out[i] = json_kind(kind, kinds[kind], seconds)
	end
	local e = summary.errors
	io.write(string.format('JSON {"seconds":%.1f,"requests":%d,' ..
	    '"rate":%.1f,"broken":%d,"kinds":[%s]}\n', seconds,
	    summary.requests, summary.requests / seconds,
	    e.connect + e.read + e.write + e.timeout,
	    table.concat(out, ",")))
end

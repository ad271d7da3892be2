-- SPDX-License-Identifier: EUPL-1.2
-- wrk -s wrk.lua URL -- KIND TSV: asks as the people of STATE/bench.tsv, by
-- turns over the institutions. KIND: sign-in, journal, diary, save or a path;
-- journal-br and diary-br ask for them compressed. Prints one line of JSON.

local sites, kind, encoding, thread = {}, nil, nil, 0
local turn = 0

function setup(t)
	t:set("id", thread)
	thread = thread + 1
end

function init(args)
	kind = args[1]
	if kind:match("-br$") then
		kind, encoding = kind:gsub("-br$", ""), "gzip, br"
	end
	for line in io.lines(args[2]) do
		local inst, teacher, token, guardian, week = line:match(
		    "^(%d+)\t(%S+)\t(%S+)\t(%S+)\t(%S+)")
		sites[#sites + 1] = {inst = inst, teacher = teacher,
		    token = token, guardian = guardian, week = week}
	end
	-- Threads begin at different institutions.
	turn = id * 7919
end

local function save(site)
	local cells = {}
	local uuid = string.format("%08x-%04x-4000-8000-%012x",
	    os.time() % 0x7fffffff, id, turn)
	for i = 0, 29 do
		cells[#cells + 1] = string.format(
		    '{"c":40,"p":%d,"v":"%d","seen":9007199254740991}',
		    3 + i, 4 + (math.floor(turn / #sites) + i + id * 3) % 8)
	end
	return wrk.format("POST", "/s/" .. site.inst .. "/journals/1/cells", {
		["Cookie"] = "ej=" .. site.teacher,
		["X-CSRF"] = site.token,
		["Content-Type"] = "application/json",
		["Accept"] = "application/json",
	}, '{"uuid":"' .. uuid .. '","cells":[' ..
	    table.concat(cells, ",") .. "]}")
end

function request()
	local site = sites[turn % #sites + 1]
	turn = turn + 1
	if kind == "journal" then
		return wrk.format("GET", "/s/" .. site.inst .. "/journals/1",
		    {["Cookie"] = "ej=" .. site.teacher,
		    ["Accept-Encoding"] = encoding})
	elseif kind == "diary" then
		return wrk.format("GET", "/s/" .. site.inst ..
		    "/diary?day=" .. site.week,
		    {["Cookie"] = "ej=" .. site.guardian,
		    ["Accept-Encoding"] = encoding})
	elseif kind == "save" then
		return save(site)
	end
	return wrk.format("GET", kind == "sign-in" and "/sign-in" or kind)
end

function done(summary, latency, requests)
	local e = summary.errors
	io.write(string.format('JSON {"rate":%.0f,"p50_us":%.0f,' ..
	    '"p95_us":%.0f,"p99_us":%.0f,"requests":%d,"failed":%d}\n',
	    summary.requests / summary.duration * 1e6,
	    latency:percentile(50), latency:percentile(95),
	    latency:percentile(99), summary.requests,
	    e.status + e.connect + e.read + e.write + e.timeout))
end

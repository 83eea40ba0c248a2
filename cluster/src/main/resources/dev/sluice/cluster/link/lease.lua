-- LEASE  KEYS: 1 the quota, 2 its waiters (:w), 3 its tenants (:f)
-- ARGV: 1 time  2 node  3 us since the node's last answer for this quota, -1 for none
--       4 flags: 1 first question of a connection, 2 was alone, 4 a new state is full (limits of keys)
--       5 part of the rate, 0 to 1  6 tenant or ''  7 how many tenants have used something  8 calls wait (1 or 0)
--       9 day's limit or 0  10 day's need  11 day's room  12 day's back
--       from 13 on for each of these tenants 2: its name, parts of a minute that its calls have used by its weight
--       then for each dimension 14: name, revision, limit a minute, margin, window s, free s, need, keep, room, back,
--       known total, target minute or '', target burst or '', 'most' or 'least'
local q, w, f, A = KEYS[1], KEYS[2], KEYS[3], ARGV
local function num(v) return tonumber(v or '') or 0 end
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local node, elapsed, flags = A[2], tonumber(A[3]), tonumber(A[4])
local part, wants = tonumber(A[5]), A[8] == '1'
local first, alone, full = flags % 2 == 1, math.floor(flags / 2) % 2 == 1, flags >= 4
local head = redis.call('HMGET', q, 't', 'run', 'v', 'u')
local last = tonumber(head[1] or '')
local born = not last
local empty = born
if first then
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
  if run ~= head[2] then empty = true; redis.call('HSET', q, 'run', run) end
end
local dt, at = 0, now
if last then
  local passed = now - last
  if alone and passed > 2000000 then empty = true
  elseif passed > 0 and elapsed < 0 then at = last
  elseif passed > 0 then dt = math.min(passed, elapsed + 20000) end
end
local V = num(head[3])
-- a tenant may be behind by some charges: a queue serves several calls of one before those of the next
local charged, usual = tonumber(A[7]), num(head[4])
local least = V - 16 * usual
for c = 13, 12 + 2 * charged, 2 do
  local cost = tonumber(A[c + 1])
  local finish = math.max(least, num(redis.call('HGET', f, A[c]))) + cost
  redis.call('HSET', f, A[c], string.format('%.17g', finish))
  usual = usual + (cost - usual) / 16
end
if charged > 0 then
  if redis.call('HLEN', f) > 1024 then redis.call('DEL', f) else redis.call('PEXPIRE', f, 600000) end
end
local tag = A[6] == '' and V or math.max(least, num(redis.call('HGET', f, A[6])))

-- who waits; the turn of the first is when it asks again; what those need that go first, as far as they have told
local ahead, turn, others, known, needs = nil, 0, 0, 0, {}
local waiting = redis.call('ZRANGE', w, 0, 31, 'WITHSCORES')
for i = 1, #waiting, 2 do
  local n = waiting[i]
  if n ~= node then
    local ends = num(redis.call('HGET', q, 'x' .. n))
    if ends < now then
      redis.call('ZREM', w, n); redis.call('HDEL', q, 'x' .. n, 'y' .. n)
    else
      local theirs = tonumber(waiting[i + 1])
      others = others + 1
      if not ahead then ahead, turn = theirs, ends - 250000 end
      local wanted = wants and theirs < tag and redis.call('HGET', q, 'y' .. n)
      if wanted then
        known = known + 1
        for name, need in string.gmatch(wanted, '(%w+)=(%S+)') do needs[name] = num(needs[name]) + num(need) end
      end
    end
  end
end

-- how many go first that are not here: what they need is left to them, as far as there is room
if wants then redis.call('ZREM', w, node) end
local before = 0
if ahead and tag > ahead then before = redis.call('ZCOUNT', w, '-inf', string.format('(%.17g', tag)) end

-- levels
local fits, spare, wait, each, dims, i = true, true, 0, 0, {}, 13 + 2 * charged
while A[i] do                -- a node sends all dimensions; a limit that it does not know is 1e308, revision 0
  local n = A[i]
  local v = redis.call('HMGET', q, 'm' .. n, 'b' .. n, 'g' .. n, 'r' .. n, 'k' .. n, 'a' .. n, 'w' .. n)
  local d = {n = n, g = num(v[3]), rev = num(v[4]), need = num(A[i + 6]), keep = num(A[i + 7]), room = num(A[i + 8])}
  local limit, margin, window = tonumber(A[i + 2]), tonumber(A[i + 3]), tonumber(A[i + 4])
  if d.rev == 0 or num(A[i + 1]) == d.rev then
    if d.rev == 0 or limit ~= num(v[5]) or margin ~= num(v[6]) or window ~= num(v[7]) then d.rev = d.rev + 1 end
    d.limit, d.margin, d.window = limit, margin, window
  else
    d.limit, d.margin, d.window = num(v[5]), num(v[6]), num(v[7])
    if limit < d.limit then d.limit = limit; d.rev = d.rev + 1 end
  end
  d.known = d.limit < 1e300
  if not d.known then d.rev = 0; d.limit = 0 end
  d.rate = d.limit * (1 - d.margin) / 60
  local free = tonumber(A[i + 5])
  d.capm, d.capb = d.rate * (60 - free), d.rate * math.max(d.window - free, d.window / 4)
  d.m, d.b = num(v[1]), num(v[2])
  local starts = not v[1]                                     -- the dimension is new here
  if full then
    if born or starts then d.m, d.b = d.capm, d.capb end      -- limits of keys are ours: they begin anew in any case
  elseif empty or starts then
    d.m, d.b = math.min(d.m, 0), math.min(d.b, 0)
  end
  d.m = math.min(d.capm, d.m + d.rate * part * dt / 1000000)
  d.b = math.min(d.capb, d.b + d.rate * part * dt / 1000000)
  if d.known and A[i + 11] ~= '' then
    local since = d.g - num(A[i + 10])
    local tm, tb = tonumber(A[i + 11]) - since, tonumber(A[i + 12]) - since
    if A[i + 13] == 'most' then d.m, d.b = math.min(d.m, tm), math.min(d.b, tb)
    else d.m, d.b = math.max(d.m, math.min(tm, d.capm)), math.max(d.b, math.min(tb, d.capb)) end
  end
  local back = num(A[i + 9])
  d.m, d.b, d.g = math.min(d.capm, d.m + back), math.min(d.capb, d.b + back), d.g - back
  if d.known and d.need > 0 then
    local short = math.max(math.min(d.need + d.keep, d.capm) - d.m, math.min(d.need + d.keep, d.capb) - d.b)
    local inflow = d.rate * math.max(part, 0.001) / 1000000
    each = math.max(each, d.need / inflow)
    local all = num(needs[d.n]) + d.need * (before - known + 1) + d.keep
    if d.m < math.min(all, 0.9 * d.capm) or d.b < math.min(all, 0.9 * d.capb) then spare = false end
    if short > d.capb * 0.000001 then fits = false; wait = math.max(wait, short / inflow) end
  end
  dims[#dims + 1] = d
  i = i + 14
end

-- the day: requests of the last 25 clock hours
local limit, day, spent = tonumber(A[9]), 0, false
local hour = math.floor(now / 3600000000)
if limit > 0 then
  local names = {}
  for h = hour - 24, hour do names[#names + 1] = 'd' .. h end
  local used = 0
  for _, v in ipairs(redis.call('HMGET', q, unpack(names))) do used = used + num(v) end
  used = used - num(A[12])
  if num(A[10]) > 0 and used + num(A[10]) > limit then
    fits, spent = false, true
    wait = math.max(wait, 2000000)
  end
  day = math.min(num(A[11]), limit - used - num(A[10]))
  redis.call('HDEL', q, 'd' .. (hour - 25), 'd' .. (hour - 26))
end

-- the decision
local granted = wants and fits and (before == 0 or spare)
local take = granted or (not wants and others == 0)
local out = {}
for _, d in ipairs(dims) do
  local grant = 0
  if take and d.known then
    local level = math.min(d.m, d.b)
    if granted then grant = d.need end
    if d.room > 0 then grant = grant + math.max(0, math.min(d.room, level - grant - d.keep)) end
    d.m, d.b, d.g = d.m - grant, d.b - grant, d.g + grant
  end
  if d.known then
    redis.call('HSET', q, 'm' .. d.n, d.m, 'b' .. d.n, d.b, 'g' .. d.n, d.g, 'r' .. d.n, d.rev,
      'k' .. d.n, d.limit, 'a' .. d.n, d.margin, 'w' .. d.n, d.window)
  end
  for _, v in ipairs({grant, d.m, d.b, d.g, d.rev, d.limit, d.margin, d.window}) do
    out[#out + 1] = string.format('%.17g', v)
  end
end
local more = 0
if limit > 0 then
  if take then more = math.max(0, day) + (granted and num(A[10]) or 0) end
  local change = more - num(A[12])
  if change ~= 0 then redis.call('HINCRBYFLOAT', q, 'd' .. hour, change) end
  if spent then more = -1 end
end
if granted then
  V = math.max(V, tag)
  redis.call('HDEL', q, 'x' .. node, 'y' .. node)
  wait = 0
elseif wants then
  -- a little after the first has asked, which asks again at once where it has more calls that wait
  if before > 0 then wait = math.max(wait, math.abs(turn - now) + 2000) + (before - 1) * each end
  wait = math.max(2000, math.min(wait, 2000000))
  redis.call('ZADD', w, string.format('%.17g', tag), node); redis.call('PEXPIRE', w, 60000)
  local told = {}
  for _, d in ipairs(dims) do told[#told + 1] = d.n .. '=' .. string.format('%.17g', d.need) end
  redis.call('HSET', q, 'x' .. node, string.format('%.0f', now + wait + 250000), 'y' .. node, table.concat(told, ' '))
  -- what is left of nodes that waited once and are gone, each process under an id of its own
  if redis.call('HLEN', q) > 256 + 2 * redis.call('ZCARD', w) then
    for _, name in ipairs(redis.call('HKEYS', q)) do
      local n = string.match(name, '^[xy](' .. string.rep('%x', 16) .. ')$')
      if n and not redis.call('ZSCORE', w, n) then redis.call('HDEL', q, name) end
    end
  end
end
redis.call('HSET', q, 't', string.format('%.0f', at), 'v', string.format('%.17g', V),
  'u', string.format('%.17g', usual))
redis.call('PEXPIRE', q, 86400000)
-- 1 granted, 2 us until to ask again, 3 the time, 4 other nodes that wait, 5 the day's grant, -1 if it is used up, then eight for each dimension:
-- grant, minute, burst, total, revision (0: nobody knows a limit), limit, margin, window
local top = {granted and '1' or '0', string.format('%.0f', wait), string.format('%.0f', now), tostring(others), tostring(more)}
for _, v in ipairs(out) do top[#top + 1] = v end
return top

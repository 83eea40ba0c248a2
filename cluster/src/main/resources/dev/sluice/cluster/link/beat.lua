-- BEAT: one member is alive, or leaves.
-- KEYS: 1 members (zset id -> time)  2 info (hash id -> line, and @name -> id)  3 state
-- ARGV: 1 time  2 id  3 line  4 members that it knew  5 lease us  6 miss us  7 leaves (1 or 0)
local members, info, state, A = KEYS[1], KEYS[2], KEYS[3], ARGV
local function num(v) return tonumber(v or '') or 0 end
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local id, lease, miss = A[2], tonumber(A[5]), tonumber(A[6])
local head = redis.call('HMGET', state, 'born', 'last', 'expect', 'epoch', 'rev')
local born, last, expect, epoch = num(head[1]), num(head[2]), num(head[3]), num(head[4])
if born == 0 or now < last or now - last > 5000000 then
  redis.call('DEL', members, info)
  born, expect, epoch = now, 0, epoch + 1
end
local young = now - born < lease
if young then expect = math.max(expect, num(A[4])) end
local function named(line) return '@' .. string.match(line or '', '^[^|]*') end
local function forget(member)
  local name = named(redis.call('HGET', info, member))
  if redis.call('HGET', info, name) == member then redis.call('HDEL', info, name) end
  redis.call('HDEL', info, member)
end
local twin = '0'
if A[7] == '1' then
  if redis.call('ZREM', members, id) == 1 then epoch = epoch + 1 end
  forget(id)
  expect = math.max(0, expect - 1)
else
  if redis.call('HGET', info, id) ~= A[3] then
    local name = named(A[3])
    local other = redis.call('HGET', info, name)
    if other and other ~= id and num(redis.call('ZSCORE', members, other)) >= now - miss then twin = '1' end
    redis.call('HSET', info, id, A[3], name, id)
    epoch = epoch + 1
  end
  redis.call('ZADD', members, string.format('%.0f', now), id)
end
local dead = redis.call('ZRANGEBYSCORE', members, '-inf', string.format('(%.0f', now - lease), 'LIMIT', 0, 1000)
for _, d in ipairs(dead) do
  redis.call('ZREM', members, d)
  forget(d)
  epoch = epoch + 1
end
local present = redis.call('ZCARD', members)
local late = redis.call('ZCOUNT', members, '-inf', string.format('(%.0f', now - miss))
local n = math.max(present, young and expect or 0)
redis.call('HSET', state, 'born', string.format('%.0f', born), 'last', string.format('%.0f', now),
  'expect', expect, 'epoch', epoch)
-- 1 the time, 2 epoch of the members, 3 how many count, 4 of these missing, 5 revision of the facts, 6 present,
-- 7 whether a member of the same name is there, at a member's first beat
return {string.format('%.0f', now), tostring(epoch), tostring(n), tostring(late + n - present),
  tostring(num(head[5])), tostring(present), twin}

-- SLOTS: attempts at a time, shared out.
-- KEYS: 1 slots (hash node -> 'count end')
-- ARGV: 1 time  2 node  3 limit  4 wanted in all  5 lease us
local slots, A = KEYS[1], ARGV
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local node, limit, wanted = A[2], tonumber(A[3]), tonumber(A[4])
local others = 0
local all = redis.call('HGETALL', slots)
for i = 1, #all, 2 do
  if all[i] ~= node then
    local count, ends = string.match(all[i + 1], '^(%d+) (%d+)$')
    if not ends or tonumber(ends) < now then redis.call('HDEL', slots, all[i]) else others = others + tonumber(count) end
  end
end
local granted = math.max(0, math.min(wanted, limit - others))
if granted > 0 then
  redis.call('HSET', slots, node, string.format('%d %.0f', granted, now + tonumber(A[5])))
else
  redis.call('HDEL', slots, node)
end
redis.call('PEXPIRE', slots, 86400000)
-- 1 how many this node has, 2 others have
return {tostring(granted), tostring(others)}

-- FACTS: what holds now.
-- KEYS: 1 facts (zset line -> end)  2 state
-- ARGV: 1 time
local facts, state, A = KEYS[1], KEYS[2], ARGV
local now
if A[1] == '' then local t = redis.call('TIME'); now = t[1] * 1000000 + t[2] else now = tonumber(A[1]) end
local out = {redis.call('HGET', state, 'rev') or '0'}
local lines = redis.call('ZRANGEBYSCORE', facts, string.format('(%.0f', now), '+inf', 'WITHSCORES', 'LIMIT', 0, 4096)
for i = 1, #lines, 2 do
  out[#out + 1] = string.format('%.0f', tonumber(lines[i + 1]) - now)
  out[#out + 1] = lines[i]
end
-- 1 the revision; then for each: how long it still holds in us, and its line
return out

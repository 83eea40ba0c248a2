-- REACH: whether what belongs to one limit answers, may be read and written, and is no other program's.
-- KEYS: 1 a hash, which is left as it was  2 a zset  3 and more: hashes
-- ARGV: 1 time, of no use here
redis.call('HSET', KEYS[1], 'reach', '1')
redis.call('HDEL', KEYS[1], 'reach')
if KEYS[2] then redis.call('ZCARD', KEYS[2]) end
for i = 3, #KEYS do redis.call('HLEN', KEYS[i]) end
-- 1 always the same
return {'1'}

package dev.sluice.sim.prompt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The prompt cache of a provider: it knows the beginnings of prompts that it was asked in the last
/// five minutes, in blocks of 128 tokens (512 bytes), from 1,024 tokens on, as OpenAI's does. Safe
/// for any number of threads.
public final class PromptCache {
  private static final int BLOCK = 512;
  private static final int BLOCK_TOKENS = 128;
  private static final int LEAST = 1024;
  private static final long KEPT = Duration.ofMinutes(5).toNanos();
  private static final int MOST = 1 << 18;

  /// The times at which each beginning of a prompt was last asked, by the hash of all its blocks.
  private final Map<Long, Long> lastAsked =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MOST;
        }
      };

  /// Returns how many tokens of `prompt` the cache knows, and keeps all of them from now on.
  ///
  /// @param prompt see [Prompt]
  public synchronized long cached(byte[] prompt, long now) {
    long hash = 0;
    int cached = 0;
    for (int block = 0; (block + 1) * BLOCK <= prompt.length; block++) {
      hash = hash * 0x9e3779b97f4a7c15L + hash(prompt, block * BLOCK);
      Long before = lastAsked.put(hash, now);
      boolean hit = before != null && now - before <= KEPT;
      cached += hit && cached == block ? 1 : 0;
    }
    long tokens = (long) cached * BLOCK_TOKENS;
    return tokens < LEAST ? 0 : tokens;
  }

  private static long hash(byte[] bytes, int from) {
    var high = new CRC32();
    var low = new CRC32C();
    high.update(bytes, from, BLOCK);
    low.update(bytes, from, BLOCK);
    return high.getValue() << Integer.SIZE | low.getValue();
  }
}

package dev.sluice.cli.litellm;

import dev.sluice.config.quota.QuotaLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what a provider allows, which stands in `litellm_params` or beside it.
final class Limits {
  private static final long MOST_AT_A_TIME = 100_000;

  private Limits() {}

  /// The limits by Sluice's names; none where they contradict each other, which is remarked.
  static Map<String, Long> read(Foreign params, Foreign entry) {
    Map<String, Long> limits = new LinkedHashMap<>();
    put(limits, "rpm", params, entry, "rpm");
    put(limits, "tpm", params, entry, "tpm");
    put(limits, "input_tpm", params, entry, "itpm");
    put(limits, "output_tpm", params, entry, "otpm");
    put(limits, "rpd", params, entry, "rpd");
    List<String> wrong =
        QuotaLimits.contradictions(
            of(limits, "rpm"),
            of(limits, "tpm"),
            of(limits, "input_tpm"),
            of(limits, "output_tpm"),
            of(limits, "rpd"),
            OptionalLong.empty());
    if (!wrong.isEmpty()) {
      params.remark("model", "its limits contradict each other, and are left out");
      limits.clear();
    }
    params
        .count("max_parallel_requests")
        .ifPresent(count -> limits.put("concurrent", Math.min(count, MOST_AT_A_TIME)));
    return limits;
  }

  private static void put(
      Map<String, Long> limits, String name, Foreign params, Foreign entry, String word) {
    Optional<Long> beside = entry.count(word);
    params.count(word).or(() -> beside).ifPresent(count -> limits.put(name, count));
  }

  private static OptionalLong of(Map<String, Long> limits, String name) {
    Long limit = limits.get(name);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}

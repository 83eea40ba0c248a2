package dev.sluice.cli.litellm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/// How LiteLLM's `simple-shuffle` shares calls among entries of one name: by `weight` if any has
/// one, else by `rpm`, else by `tpm`, else alike. An entry without the one that counts has none of
/// the calls while another can take them.
final class Weights {
  /// What weights may stand under, the first that is there counts.
  static final List<String> KEYS = List.of("weight", "rpm", "tpm");

  private static final int DECIMALS = 4;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  private Weights() {}

  /// A whole weight for each, in the smallest numbers that say the same; 0 for none of the calls.
  static List<Long> of(List<Deployment> deployments) {
    for (String key : KEYS) {
      List<BigDecimal> weights =
          deployments.stream()
              .map(one -> one.weights().getOrDefault(key, BigDecimal.ZERO).max(BigDecimal.ZERO))
              .toList();
      if (weights.stream().anyMatch(weight -> weight.signum() > 0)) {
        return whole(weights);
      }
    }
    return deployments.stream().map(_ -> 1L).toList();
  }

  private static List<Long> whole(List<BigDecimal> weights) {
    List<BigInteger> exact =
        weights.stream()
            .map(weight -> weight.setScale(DECIMALS, RoundingMode.UP).unscaledValue())
            .toList();
    BigInteger divisor = exact.stream().reduce(BigInteger.ZERO, BigInteger::gcd);
    List<BigDecimal> least =
        exact.stream().map(weight -> new BigDecimal(weight.divide(divisor))).toList();
    BigDecimal largest = least.stream().reduce(BigDecimal.ONE, BigDecimal::max);
    return least.stream().map(weight -> bounded(weight, largest)).toList();
  }

  private static long bounded(BigDecimal weight, BigDecimal largest) {
    return largest.compareTo(MOST) <= 0
        ? weight.longValue()
        : weight.multiply(MOST).divide(largest, 0, RoundingMode.UP).longValue();
  }
}

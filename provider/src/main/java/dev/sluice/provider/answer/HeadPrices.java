package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import java.util.Map;

/// The prices that the head of an answer names: Bedrock echoes the service tier and the latency
/// class there
/// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html).
final class HeadPrices {
  private static final String TIER = "x-amzn-bedrock-service-tier";
  private static final String LATENCY = "x-amzn-bedrock-performanceconfig-latency";

  private HeadPrices() {}

  /// @param headers the answer's, by lower-case name
  static Usage.Extras of(Map<String, String> headers) {
    String tier = headers.get(TIER);
    String latency = headers.get(LATENCY);
    if (tier == null && latency == null) {
      return Usage.Extras.NONE;
    }
    var told = new ToldExtras();
    told.serviceTier(tier == null ? "" : tier);
    told.speed(latency == null ? "" : latency);
    return told.extras();
  }
}

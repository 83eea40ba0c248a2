package dev.sluice.config.file;

import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The reader of the address of Amazon Bedrock: of a region, and of one of the two endpoints by
/// which models are asked in other vendors' dialects. Each has quotas of its own.
final class BedrockAddress {
  private static final Type<Boolean> ENDPOINT =
      Types.oneOf(Map.entry("runtime", false), Map.entry("mantle", true));

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  private BedrockAddress() {}

  /// Reads `region` and `endpoint`.
  ///
  /// @return the address; empty where `url` has it, or something is missing
  static Optional<URI> read(Section in, Api api) {
    Optional<String> region = in.get("region", Types.TEXT).or(() -> AwsSources.region(in));
    Optional<Boolean> mantle = in.get("endpoint", ENDPOINT);
    if (in.has("url")) {
      return Optional.empty();
    }
    if (api == Api.MESSAGES && !mantle.orElse(true)) {
      in.fail("endpoint", "must be mantle for `api: messages`: the other one has no Messages");
    }
    Optional<URI> address = of(region.orElse(""), api, mantle.orElse(false));
    if (address.isEmpty()) {
      in.fail("has no region: add `region: us-east-1`, or set AWS_REGION");
    }
    return address;
  }

  /// The address in a region; empty where `region` cannot be one.
  static Optional<URI> of(String region, Api api, boolean mantle) {
    return REGION.matcher(region).matches()
        ? Optional.of(URI.create(address(region, api, mantle)))
        : Optional.empty();
  }

  private static String address(String region, Api api, boolean mantle) {
    if (api == Api.MESSAGES) {
      return "https://bedrock-mantle." + region + ".api.aws/anthropic";
    }
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return mantle
        ? "https://bedrock-mantle." + region + ".api.aws/v1"
        : "https://bedrock-runtime." + region + domain + "/openai/v1";
  }
}

package dev.sluice.server.config.reader;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.server.config.reader.policy.QuotaReader;
import dev.sluice.server.config.value.Credential;
import dev.sluice.server.config.value.ProviderUrl;
import dev.sluice.server.config.value.Type;
import dev.sluice.server.config.value.Types;
import dev.sluice.server.config.yaml.Section;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `providers`.
final class ProviderReader {
  private static final Type<ProviderType> TYPE = Types.oneOf(types());
  private static final Type<ProviderConfig.Api> API = Types.oneOf(apis());
  private static final Credential KEY = new Credential();

  /// W3C Trace Context.
  private static final List<HeaderPattern> TRACE =
      List.of(HeaderPattern.of("traceparent"), HeaderPattern.of("tracestate"));

  private ProviderReader() {}

  /// @param quotas gets what stands there of the provider's quota
  static Optional<ProviderConfig> read(String name, Section in, Map<String, QuotaConfig> quotas) {
    Name.check(name, in);
    Optional<ProviderType> type = in.need("type", TYPE, "add `type: openai`, or what else it is");
    ProviderConfig.Api api = api(in, type);
    Optional<Preset> preset = type.map(known -> Preset.of(known, api));
    Optional<URI> url = in.get("url", new ProviderUrl()).or(() -> preset.flatMap(Preset::url));
    List<Secret> keys = keys(in);
    Optional<Boolean> inside = in.get("allow_private", Types.BOOLEAN);
    List<HeaderPattern> forwarded = ForwardHeaders.read(in);
    forwarded = in.get("propagate", Types.BOOLEAN, false) ? traced(forwarded) : forwarded;
    preset.ifPresent(known -> complete(in, known));
    QuotaConfig usual = type.map(ProviderQuotas::defaults).orElse(QuotaConfig.defaults());
    quotas.put(name, QuotaReader.read(in, usual));
    if (type.isEmpty() || url.isEmpty()) {
      return Optional.empty();
    }
    boolean allowPrivate = inside.orElse(Preset.of(type.get(), api).allowPrivate());
    if (!allowPrivate && ProviderUrl.isInside(url.get())) {
      in.fail(
          "url",
          "leads into the gateway's own network: add `allow_private: true` if it is meant to");
    }
    checkPath(in, api, url.get());
    return Optional.of(
        new ProviderConfig(name, type.get(), url.get(), keys, allowPrivate, forwarded, api));
  }

  /// The interface that the provider is asked by, where its vendor has several.
  private static ProviderConfig.Api api(Section in, Optional<ProviderType> type) {
    Optional<ProviderConfig.Api> api = in.get("api", API);
    if (api.isPresent() && type.isPresent() && type.get() != ProviderType.ANTHROPIC) {
      in.fail("api", "belongs to `type: anthropic` alone: leave it out");
      return ProviderConfig.Api.OPENAI;
    }
    return api.or(() -> type.map(ProviderConfig.Api::of)).orElse(ProviderConfig.Api.OPENAI);
  }

  /// Anthropic's own interface is named by its host; its clients add the version.
  private static void checkPath(Section in, ProviderConfig.Api api, URI url) {
    if (api == ProviderConfig.Api.MESSAGES && url.getRawPath().endsWith("/v1")) {
      in.fail(
          "url",
          "ends in /v1, and /v1/messages is added to it: leave /v1 out, or keep Anthropic's"
              + " OpenAI-compatible interface with `api: openai`");
    }
  }

  private static List<HeaderPattern> traced(List<HeaderPattern> forwarded) {
    return Stream.concat(forwarded.stream(), TRACE.stream()).toList();
  }

  private static List<Secret> keys(Section in) {
    if (in.has("key") && in.has("keys")) {
      in.fail("key", "and keys exclude each other: use keys for several");
    }
    List<Secret> several = in.list("keys", KEY);
    return in.get("key", KEY).map(List::of).orElse(several);
  }

  private static void complete(Section in, Preset preset) {
    if (preset.url().isEmpty() && !in.has("url")) {
      in.fail("has no url: add the address of its API, such as `url: https://HOST/v1`");
    }
    if (preset.keyRequired() && !in.has("key") && !in.has("keys")) {
      String reference = "${env:" + preset.keyVariable().orElse("NAME") + "}";
      in.fail("has no key: add `key: \"" + reference + "\"`");
    }
  }

  private static Map<String, ProviderConfig.Api> apis() {
    Map<String, ProviderConfig.Api> apis = new LinkedHashMap<>();
    apis.put("openai", ProviderConfig.Api.OPENAI);
    apis.put("messages", ProviderConfig.Api.MESSAGES);
    return apis;
  }

  private static Map<String, ProviderType> types() {
    Map<String, ProviderType> types = new LinkedHashMap<>();
    for (ProviderType type : ProviderType.values()) {
      types.put(type.configName(), type);
    }
    return types;
  }
}

package dev.sluice.config.file;

import dev.sluice.call.text.EnumWords;
import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.BasePaths;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reader of `providers`.
final class ProviderReader {
  private static final Type<ProviderType> TYPE = new ProviderTypeName();
  private static final Type<ProviderConfig.Api> API = Types.oneOf(ProviderConfig.Api.class);
  private static final Type<CallLabel> LABEL = Types.oneOf(CallLabel.class);
  private static final Credential KEY = new Credential();

  /// Keys that providers of some types alone have.
  private static final List<String> OF_SOME_TYPES =
      List.of("auth", "region", "endpoint", "project", "location", "labels");

  /// The headers of W3C Trace Context.
  private static final List<HeaderPattern> TRACE =
      List.of(HeaderPattern.of("traceparent"), HeaderPattern.of("tracestate"));

  private ProviderReader() {}

  /// @param quotas gets what stands there of the provider's quota
  static Optional<ProviderConfig> read(String name, Section in, Map<String, QuotaConfig> quotas) {
    Name.check(name, in);
    Optional<ProviderType> type = in.need("type", TYPE, "add `type: openai`, or what else it is");
    ProviderConfig.Api api = api(in, type);
    Optional<Preset> preset = type.map(known -> Preset.of(known, api));
    Optional<URI> url = url(in, type, api, preset);
    Map<Secret, List<Secret>> former = new LinkedHashMap<>();
    List<Secret> keys = keys(in, former);
    Optional<Boolean> inside = in.get("allow_private", Types.BOOLEAN);
    List<HeaderPattern> forwarded = ForwardHeaders.read(in);
    forwarded = in.get("propagate", Types.BOOLEAN, false) ? traced(forwarded) : forwarded;
    preset.filter(_ -> !isRegional(type)).ifPresent(known -> complete(in, known));
    QuotaConfig usual = type.map(ProviderQuotas::defaults).orElse(QuotaConfig.defaults());
    QuotaConfig quota = QuotaReader.read(in, usual);
    quotas.put(name, quota);
    OptionalLong bound = QuotaReader.bound(in, api, quota);
    if (type.isEmpty() || url.isEmpty()) {
      OF_SOME_TYPES.forEach(in::has);
      return WayOutReader.read(in, Optional.empty());
    }
    boolean allowPrivate = inside.orElse(Preset.of(type.get(), api).allowPrivate());
    if (!allowPrivate && ProviderUrl.isInside(url.get())) {
      in.fail(
          "url",
          "leads into the gateway's own network: add `allow_private: true` if it is meant to");
    }
    if (type.get() != ProviderType.VERTEX) {
      checkPath(in, api, url.get().getRawPath());
    }
    ProviderConfig bounded =
        new ProviderConfig(name, type.get(), url.get(), keys, allowPrivate)
            .forwarding(forwarded)
            .by(api)
            .after(former)
            .bounding(bound);
    ProviderConfig provider = bounded.labelling(labels(in, bounded));
    Optional<Auth> auth = AuthReader.read(in, type.get(), url.get());
    return WayOutReader.read(in, auth.map(provider::authorizedBy).or(() -> Optional.of(provider)));
  }

  private static Set<CallLabel> labels(Section in, ProviderConfig provider) {
    List<CallLabel> labels = in.list("labels", LABEL);
    if (!labels.isEmpty() && !CallLabel.placed(provider)) {
      in.fail(
          "labels",
          "are not for `type: %s` at %s, whose requests have no place for them: leave them out"
              .formatted(provider.type().configName(), provider.url().getHost()));
      return Set.of();
    }
    return Set.copyOf(labels);
  }

  private static Optional<URI> url(
      Section in, Optional<ProviderType> type, ProviderConfig.Api api, Optional<Preset> preset) {
    return switch (type.orElse(ProviderType.COMPATIBLE)) {
      case VERTEX -> VertexAddress.read(in, api);
      case BEDROCK -> {
        Optional<URI> regional = BedrockAddress.read(in, api);
        yield in.get("url", new ProviderUrl()).or(() -> regional);
      }
      default -> in.get("url", new ProviderUrl()).or(() -> preset.flatMap(Preset::url));
    };
  }

  /// Whether a provider has its address by other keys than `url`, and a credential without any.
  private static boolean isRegional(Optional<ProviderType> type) {
    return type.filter(known -> known == ProviderType.BEDROCK || known == ProviderType.VERTEX)
        .isPresent();
  }

  /// Reads the interface that the provider is called by, where its vendor has several.
  private static ProviderConfig.Api api(Section in, Optional<ProviderType> type) {
    Optional<ProviderConfig.Api> usual = type.map(ProviderConfig.Api::of);
    Optional<ProviderConfig.Api> api = in.get("api", API);
    Set<ProviderConfig.Api> offered = type.map(ProviderConfig.Api::offered).orElse(Set.of());
    if (type.isPresent() && api.filter(named -> !offered.contains(named)).isPresent()) {
      String names = offered.stream().map(EnumWords::of).collect(Collectors.joining(" or "));
      in.fail("api", "must be %s for `type: %s`".formatted(names, type.get().configName()));
      return usual.orElse(ProviderConfig.Api.OPENAI);
    }
    return api.or(() -> usual).orElse(ProviderConfig.Api.OPENAI);
  }

  /// Checks the path of a URL. A vendor's own interface is named by its host; the path has the
  /// version.
  private static void checkPath(Section in, ProviderConfig.Api api, String path) {
    if (EndpointUrl.refuse(in, api, path)) {
      return;
    }
    String vendor =
        switch (api) {
          case MESSAGES -> "Anthropic";
          case GEMINI -> "Gemini";
          case COHERE -> "Cohere";
          case OPENAI, CHAT, RESPONSES -> "";
        };
    BasePaths.doubled(api, path)
        .ifPresent(
            words ->
                in.fail(
                    "url",
                    "%s, or keep %s's OpenAI-compatible interface with `api: openai`"
                        .formatted(words, vendor)));
  }

  private static List<HeaderPattern> traced(List<HeaderPattern> forwarded) {
    return Stream.concat(forwarded.stream(), TRACE.stream()).toList();
  }

  /// @param former gets the credentials that each has replaced
  private static List<Secret> keys(Section in, Map<Secret, List<Secret>> former) {
    if (in.has("key") && in.has("keys")) {
      in.fail("key", "and keys exclude each other: use keys for several");
    }
    List<Secret> several = in.each("keys", KEY, entry -> key(entry, former));
    return in.get("key", KEY).map(List::of).orElse(several);
  }

  private static Optional<Secret> key(Section in, Map<Secret, List<Secret>> former) {
    Optional<Secret> key = in.need("key", KEY, "add `key: \"${env:NAME}\"`");
    List<Secret> replaced = in.list("former", KEY);
    if (key.filter(replaced::contains).isPresent()) {
      in.fail("former", "must not have the key itself: it is for those that the key has replaced");
    }
    key.filter(_ -> !replaced.isEmpty()).ifPresent(current -> former.put(current, replaced));
    return key;
  }

  private static void complete(Section in, Preset preset) {
    if (preset.url().isEmpty() && !in.has("url")) {
      in.fail("has no url: add the address of its API, such as `url: https://HOST/v1`");
    }
    if (preset.keyRequired() && !in.has("key") && !in.has("keys") && !in.has("auth")) {
      String reference = "${env:" + preset.keyVariable().orElse("NAME") + "}";
      in.fail("has no key: add `key: \"" + reference + "\"`");
    }
  }
}

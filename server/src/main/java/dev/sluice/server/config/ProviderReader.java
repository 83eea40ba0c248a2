package dev.sluice.server.config;

import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderType;
import dev.sluice.provider.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `providers`.
final class ProviderReader {
  private static final Type<ProviderType> TYPE = Types.oneOf(types());
  private static final Credential KEY = new Credential();

  private ProviderReader() {}

  static Optional<ProviderConfig> read(String name, Section in) {
    Name.check(name, in);
    Optional<ProviderType> type =
        in.need("type", TYPE, "add `type: openai` or what it is (compatible: any other)");
    Optional<URI> url = in.get("url", new BaseUrl()).or(() -> type.flatMap(ProviderType::url));
    List<Secret> keys = keys(in);
    boolean allowPrivate =
        in.get("allow_private", Types.BOOLEAN, type.map(ProviderType::allowPrivate).orElse(true));
    type.ifPresent(known -> complete(in, known));
    if (url.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ProviderConfig(name, type.get(), url.get(), keys, allowPrivate));
  }

  private static List<Secret> keys(Section in) {
    if (in.has("key") && in.has("keys")) {
      in.fail("key", "and keys exclude each other: use keys for several");
    }
    List<Secret> several = in.list("keys", KEY);
    return in.get("key", KEY).map(List::of).orElse(several);
  }

  private static void complete(Section in, ProviderType type) {
    if (type.url().isEmpty() && !in.has("url")) {
      in.fail("has no url: add the address of its API, such as " + type.exampleUrl());
    }
    if (type.needsKey() && !in.has("key") && !in.has("keys")) {
      in.fail("has no key: add `key: \"${env:" + type.keyVariable() + "}\"`");
    }
  }

  private static Map<String, ProviderType> types() {
    Map<String, ProviderType> types = new LinkedHashMap<>();
    for (ProviderType type : ProviderType.values()) {
      types.put(type.configName(), type);
    }
    return types;
  }
}

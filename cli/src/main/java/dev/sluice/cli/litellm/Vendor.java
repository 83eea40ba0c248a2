package dev.sluice.cli.litellm;

import java.util.Optional;

/// How a provider that LiteLLM names is reached here.
///
/// @param name what it is called under `providers`
/// @param type its `type`
/// @param api its `api`, where that is not the usual one
/// @param url its address, where neither the type nor LiteLLM's file has one
/// @param key the variable that LiteLLM takes its key from, where its file has none
/// @param base the variable that LiteLLM takes its address from, where it needs one
record Vendor(
    String name,
    String type,
    Optional<String> api,
    Optional<String> url,
    Optional<String> key,
    Optional<String> base) {
  static final String COMPATIBLE = "compatible";

  /// One that has a type of its own.
  static Vendor typed(String type, String key) {
    return new Vendor(
        type, type, Optional.empty(), Optional.empty(), Optional.of(key), Optional.empty());
  }

  /// One that runs in one's own network, and whose servers need no key.
  static Vendor local(String type) {
    return new Vendor(
        type, type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// One of a cloud, which takes an identity in place of a key.
  static Vendor cloud(String type) {
    return local(type);
  }

  /// One that speaks OpenAI's dialect at an address that LiteLLM knows.
  static Vendor at(String name, String url, String key) {
    return new Vendor(
        name, COMPATIBLE, Optional.empty(), Optional.of(url), Optional.of(key), Optional.empty());
  }

  /// One that speaks OpenAI's dialect at an address that the file must have.
  static Vendor anywhere(String name) {
    return new Vendor(
        name, COMPATIBLE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  Vendor withApi(String other) {
    return new Vendor(name, type, Optional.of(other), url, key, base);
  }

  Vendor withBase(String variable) {
    return new Vendor(name, type, api, url, key, Optional.of(variable));
  }

  /// The same at an address that is not its vendor's own.
  Vendor elsewhere() {
    return new Vendor(name, COMPATIBLE, api, url, key, base);
  }
}

package dev.sluice.config.provider;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One configured provider.
///
/// @param name its name in configuration, the first part of a target's name
/// @param type which preset it follows
/// @param url its base URL without a trailing slash, `http` or `https`
/// @param keys its credentials, the first one used first; none where it needs none
/// @param allowPrivate whether `url` may lead to a loopback, link-local or private address
/// @param forwardHeaders the headers of clients that pass to the provider besides those of its
///   dialect's clients
/// @param api the interface by which the provider is asked
/// @param formerKeys the credentials that each of `keys` has replaced, where there are some: such a
///   credential is of the same account, and finds what the former ones have left there
/// @param way how connections to it are made
/// @param headers headers that each request to it gets besides, by lower-case name; they go before
///   those of clients
/// @param auth how requests are authorised where no key does it; empty where a key does, or nothing
/// @param defaultMaxTokens the bound of the output that a request gets which sets none; empty where
///   it is sent without one
/// @param labels what requests tell of their calls, so that the provider's own bill can be divided
public record ProviderConfig(
    String name,
    ProviderType type,
    URI url,
    List<Secret> keys,
    boolean allowPrivate,
    List<HeaderPattern> forwardHeaders,
    Api api,
    Map<Secret, List<Secret>> formerKeys,
    WayOut way,
    Map<String, Secret> headers,
    Optional<Auth> auth,
    OptionalLong defaultMaxTokens,
    Set<CallLabel> labels) {

  /// The interfaces by which a provider may be asked.
  public enum Api {
    /// The interface of OpenAI, or a compatible one: for chats and for responses.
    OPENAI,
    /// The interface of OpenAI, but never for responses.
    CHAT,
    /// The interface of OpenAI, but never for chats.
    RESPONSES,
    /// The interface of Anthropic.
    MESSAGES,
    /// The interface of Gemini.
    GEMINI,
    /// The interface of Cohere.
    COHERE;

    /// The interface by which a provider of `type` is asked unless its configuration names another:
    /// its vendor's own.
    public static Api of(ProviderType type) {
      return switch (type) {
        case ANTHROPIC -> MESSAGES;
        case GEMINI, VERTEX -> GEMINI;
        case COHERE -> COHERE;
        default -> OPENAI;
      };
    }

    /// The interfaces by which a provider of `type` may be asked.
    public static Set<Api> offered(ProviderType type) {
      return switch (type) {
        case ANTHROPIC -> EnumSet.of(MESSAGES, OPENAI);
        case OPENAI, OPENROUTER, AZURE, GROQ, XAI, FIREWORKS, VLLM, OLLAMA, COMPATIBLE ->
            EnumSet.of(OPENAI, CHAT, RESPONSES);
        case BEDROCK -> EnumSet.of(OPENAI, CHAT, RESPONSES, MESSAGES);
        case GEMINI -> EnumSet.of(GEMINI, OPENAI);
        case VERTEX -> EnumSet.of(GEMINI, MESSAGES, OPENAI);
        case COHERE -> EnumSet.of(COHERE, OPENAI);
        case MISTRAL, DEEPSEEK, TOGETHER, PERPLEXITY, NVIDIA, VOYAGE -> EnumSet.of(OPENAI);
      };
    }
  }

  public ProviderConfig {
    keys = List.copyOf(keys);
    forwardHeaders = List.copyOf(forwardHeaders);
    formerKeys =
        formerKeys.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    headers = Map.copyOf(headers);
    labels = Set.copyOf(labels);
    if (defaultMaxTokens.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "default_max_tokens is " + defaultMaxTokens.getAsLong() + "; it must be at least 1");
    }
  }

  /// A provider that is asked by its vendor's own interface and directly, and gets the headers of
  /// its dialect's clients alone. A key authorises it, which has replaced no other, or nothing.
  public ProviderConfig(
      String name, ProviderType type, URI url, List<Secret> keys, boolean allowPrivate) {
    this(
        name,
        type,
        url,
        keys,
        allowPrivate,
        List.of(),
        Api.of(type),
        Map.of(),
        WayOut.DIRECT,
        Map.of(),
        Optional.empty(),
        OptionalLong.empty(),
        Set.of());
  }

  /// A copy of this provider to which `more` headers pass.
  public ProviderConfig forwarding(List<HeaderPattern> more) {
    return copy(
        it -> it.forwardHeaders = Stream.concat(forwardHeaders.stream(), more.stream()).toList());
  }

  /// A copy of this provider that is asked by `other`.
  public ProviderConfig by(Api other) {
    return copy(it -> it.api = other);
  }

  /// A copy of this provider, some of whose credentials have replaced others.
  public ProviderConfig after(Map<Secret, List<Secret>> former) {
    return copy(it -> it.formerKeys = former);
  }

  /// A copy of this provider that is reached by `other`.
  public ProviderConfig through(WayOut other) {
    return copy(it -> it.way = other);
  }

  /// A copy of this provider whose requests get `added` besides, and no others that were added.
  public ProviderConfig adding(Map<String, Secret> added) {
    return copy(it -> it.headers = added);
  }

  /// A copy of this provider whose requests are authorised by `other`.
  public ProviderConfig authorizedBy(Auth other) {
    return copy(it -> it.auth = Optional.of(other));
  }

  /// A copy of this provider whose requests get `bound` for their output where they set none.
  public ProviderConfig bounding(OptionalLong bound) {
    return copy(it -> it.defaultMaxTokens = bound);
  }

  /// A copy of this provider whose requests tell `others` of their calls.
  public ProviderConfig labelling(Set<CallLabel> others) {
    return copy(it -> it.labels = others);
  }

  private ProviderConfig copy(Consumer<Parts> change) {
    var parts = new Parts(this);
    change.accept(parts);
    return parts.join(this);
  }

  /// What a copy may have other than the provider that it is of.
  private static final class Parts {
    private List<HeaderPattern> forwardHeaders;
    private Api api;
    private Map<Secret, List<Secret>> formerKeys;
    private WayOut way;
    private Map<String, Secret> headers;
    private Optional<Auth> auth;
    private OptionalLong defaultMaxTokens;
    private Set<CallLabel> labels;

    private Parts(ProviderConfig of) {
      forwardHeaders = of.forwardHeaders;
      api = of.api;
      formerKeys = of.formerKeys;
      way = of.way;
      headers = of.headers;
      auth = of.auth;
      defaultMaxTokens = of.defaultMaxTokens;
      labels = of.labels;
    }

    private ProviderConfig join(ProviderConfig of) {
      return new ProviderConfig(
          of.name,
          of.type,
          of.url,
          of.keys,
          of.allowPrivate,
          forwardHeaders,
          api,
          formerKeys,
          way,
          headers,
          auth,
          defaultMaxTokens,
          labels);
    }
  }

  /// The credentials that `key` has replaced.
  public List<Secret> formerKeys(Secret key) {
    return formerKeys.getOrDefault(key, List.of());
  }

  /// Whether TLS is spoken for the provider: its URL, or its preset's where it has none, is
  /// `https`, or its proxy's is, or who gives the credentials may be asked by TLS.
  ///
  /// @throws IllegalArgumentException if the URL is none that can be called
  public boolean tls() {
    return BaseUrl.of(this).origin().tls() || way.tlsToProxy() || auth.isPresent();
  }
}

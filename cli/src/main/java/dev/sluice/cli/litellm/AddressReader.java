package dev.sluice.cli.litellm;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ProviderUrl;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `api_base`: to which LiteLLM adds other paths than Sluice, by the kind of provider.
///
/// @param env the environment, which may tell that a variable leads into the own network
record AddressReader(Map<String, String> env, Variables variables) {
  private static final String KEY = "api_base";
  private static final ProviderUrl URL = new ProviderUrl();

  private static final Pattern ENDPOINT =
      Pattern.compile("/(chat/completions|completions|embeddings|responses|messages)$");

  private static final Pattern VERSION = Pattern.compile("/v\\d+(alpha|beta)?(/openai|/models)?$");

  private static final Pattern PRIVATE_NAME =
      Pattern.compile("[^.\\[]+|.*\\.(local|internal|lan|svc)");

  /// @param params of an entry
  /// @throws NoCounterpart if nothing says where the provider is
  Address read(Foreign params, Vendor vendor) throws NoCounterpart {
    Optional<String> written = params.text(KEY).or(() -> params.text("base_url"));
    if (written.isEmpty()) {
      return missing(params, vendor);
    }
    Optional<String> variable = Reference.variable(written.get());
    return variable.isPresent()
        ? variable(params, vendor, variable.get())
        : literal(params, vendor, written.get());
  }

  private Address missing(Foreign params, Vendor vendor) throws NoCounterpart {
    if (vendor.base().isPresent()) {
      return variable(params, vendor, vendor.base().get());
    }
    if (vendor.url().isEmpty() && vendor.type().equals(Vendor.COMPATIBLE)) {
      throw new NoCounterpart(
          params.position(), "has no api_base, so that nothing says where it is");
    }
    return new Address(vendor.url(), false, true);
  }

  private Address variable(Foreign params, Vendor vendor, String name) {
    String end = vendor.type().equals("ollama") ? "/v1" : "";
    Optional<URI> now = url(env.getOrDefault(name, ""));
    boolean inside = now.filter(AddressReader::isInside).isPresent() && !isLocal(vendor);
    if (inside) {
      params.remark(KEY, name + " leads into the own network now, which `allow_private` allows");
    } else if (now.isEmpty() && !isLocal(vendor) && !vendor.type().equals("azure")) {
      params.remark(
          KEY,
          name
              + " is not set here: should it lead into the own network, add `allow_private: true`");
    }
    if (vendor.api().isPresent()) {
      params.remark(KEY, name + " must be the address of the OpenAI-compatible interface");
    }
    return new Address(Optional.of(variables.refer(name) + end), inside, false);
  }

  private Address literal(Foreign params, Vendor vendor, String text) {
    Optional<URI> url = url(text);
    if (url.isEmpty()) {
      String variable = variables.forClear(vendor.name() + " url", text);
      params.remark(KEY, "is no plain address, or holds a secret: set " + variable + " instead");
      return new Address(Optional.of(variables.refer(variable)), false, false);
    }
    String shaped = shaped(vendor, url.get());
    if (!shaped.equals(text.replaceFirst("/+$", ""))) {
      params.remark(KEY, "is written as Sluice adds paths to it");
    }
    String host = url.get().getHost();
    boolean inside = isInside(url.get()) && !isLocal(vendor);
    if (inside) {
      params.remark(KEY, "leads into the own network, which `allow_private` allows");
    }
    boolean own = host.equals("openai.com") || host.endsWith(".openai.com");
    return new Address(Optional.of(Reference.literal(shaped)), inside, own);
  }

  /// Names without a dot, and those of private zones, are resolved by the own network alone.
  private static boolean isInside(URI url) {
    return ProviderUrl.isInside(url) || PRIVATE_NAME.matcher(url.getHost()).matches();
  }

  private static boolean isLocal(Vendor vendor) {
    return vendor.type().equals("vllm") || vendor.type().equals("ollama");
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(URL.read(text));
    } catch (ConfigProblem _) {
      return Optional.empty();
    }
  }

  private static String shaped(Vendor vendor, URI url) {
    String text = ENDPOINT.matcher(url.toString()).replaceFirst("");
    String host = url.getScheme() + "://" + url.getRawAuthority();
    boolean bare = text.equals(host);
    return switch (vendor.type()) {
      case "azure" -> text.endsWith("/openai/v1") ? text : host;
      case "anthropic", "gemini" -> VERSION.matcher(text).replaceFirst("");
      case "cohere" -> vendor.api().isPresent() ? host + "/compatibility/v1" : host;
      case "ollama" -> bare ? host + "/v1" : text;
      default -> text;
    };
  }
}

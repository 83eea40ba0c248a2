package dev.sluice.cli.litellm;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ModelName;
import dev.sluice.config.yaml.Node;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the entries of `model_list`.
///
/// @param credentials those of `credential_list`, by name
record EntryReader(
    Map<String, Node.Mapping> credentials,
    AddressReader addresses,
    Variables variables,
    ProviderBook providers,
    LitellmPrices prices,
    Names routes) {
  private static final String STAR = "*";

  /// What models that carry over do, by `model_info.mode`.
  private static final Set<String> CARRIED =
      Set.of("chat", "completion", "embedding", "moderation", "responses");

  /// The names of models that do something else, where no mode is said.
  private static final Pattern OTHER_KIND =
      Pattern.compile("(.*[/-])?(rerank|whisper|tts|dall-e|gpt-image|.*realtime).*");

  /// Reads one.
  ///
  /// @param remarks gets what did not carry over, if the entry does
  /// @throws NoCounterpart if it cannot be carried over
  Deployment read(Node node, Remarks remarks) throws NoCounterpart {
    if (!(node instanceof Node.Mapping mapping)) {
      throw new NoCounterpart(node.position(), "must hold model_name and litellm_params");
    }
    Foreign bare = new Foreign(mapping, Remarks.ROUTES, remarks);
    String name = name(bare);
    String place = "routes." + routes.route(name);
    Foreign entry = new Foreign(mapping, place, remarks);
    entry.take("model_name");
    try {
      return read(name, entry, params(entry, place, remarks));
    } catch (NoCounterpart e) {
      throw new NoCounterpart(e.position(), Foreign.quoted(name) + " " + e.getMessage());
    }
  }

  private static String name(Foreign entry) throws NoCounterpart {
    String name =
        entry
            .text("model_name")
            .orElseThrow(() -> new NoCounterpart(entry.position(), "has no model_name"));
    try {
      return new ModelName().in("", false).read(name);
    } catch (ConfigProblem e) {
      throw new NoCounterpart(
          entry.position("model_name"), Foreign.quoted(name) + " " + e.getMessage());
    }
  }

  /// With those of the credential that they name, whose keys come second.
  private Foreign params(Foreign entry, String place, Remarks remarks) throws NoCounterpart {
    Optional<Node> node = entry.take("litellm_params");
    if (!(node.orElse(null) instanceof Node.Mapping mapping)) {
      throw new NoCounterpart(
          entry.position(), "has no litellm_params, so that nothing says which model is meant");
    }
    Foreign named = new Foreign(mapping, place, remarks);
    Optional<String> credential = named.text("litellm_credential_name");
    if (credential.isEmpty()) {
      return named;
    }
    Node.Mapping values = credentials.get(credential.get());
    if (values == null) {
      throw new NoCounterpart(
          named.position("litellm_credential_name"), "names no credential of credential_list");
    }
    Map<String, Node.Entry> all = new HashMap<>(values.entries());
    all.putAll(mapping.entries());
    Foreign merged = new Foreign(new Node.Mapping(mapping.position(), all), place, remarks);
    merged.take("litellm_credential_name");
    return merged;
  }

  private Deployment read(String name, Foreign entry, Foreign params) throws NoCounterpart {
    String written =
        params
            .text("model")
            .orElseThrow(
                () -> new NoCounterpart(params.position(), "has no model in litellm_params"));
    Foreign info = entry.in("model_info");
    checkKind(params, written, info.text("mode"));
    String word = provider(params, written);
    Vendor known =
        Vendors.of(word)
            .orElseThrow(
                () ->
                    new NoCounterpart(
                        params.position("model"), "is at " + word + ": " + Vendors.why(word)));
    String named = written.startsWith(word + "/") ? written.substring(word.length() + 1) : written;
    Optional<CloudReader.Place> place =
        CloudReader.isCloud(known)
            ? Optional.of(new CloudReader(variables).read(params, known, named))
            : Optional.empty();
    String there = place.map(CloudReader.Place::model).orElse(Vendors.model(word, named));
    Optional<String> model = model(params, name, there);
    String provider =
        place.isPresent()
            ? account(params, known, place.get())
            : account(params, surface(known, model.orElse("")));
    limits(params, entry, provider, model);
    prices.read(params, info, provider, model);
    Deployment deployment = deployment(name, params, provider, model);
    List.of(info, params, entry).forEach(Foreign::rest);
    return deployment;
  }

  private static void checkKind(Foreign params, String model, Optional<String> mode)
      throws NoCounterpart {
    boolean carried =
        mode.map(CARRIED::contains).orElseGet(() -> !OTHER_KIND.matcher(model).matches());
    if (!carried) {
      String kind = mode.map(Foreign::quoted).orElse("by its name");
      throw new NoCounterpart(
          params.position("model"),
          "is for what is not imported (" + kind + "): write its route by docs/operations.md");
    }
  }

  /// LiteLLM's word for the provider.
  private static String provider(Foreign params, String model) throws NoCounterpart {
    Optional<String> said = params.text("custom_llm_provider");
    int slash = model.indexOf('/');
    String first = slash < 0 ? "" : model.substring(0, slash);
    if (said.isPresent() && isWord(said.get())) {
      return said.get();
    }
    if (isWord(first) && (Vendors.isKnown(first) || Vendors.ofModel(model).isEmpty())) {
      return first;
    }
    return Vendors.ofModel(model)
        .orElseThrow(
            () ->
                new NoCounterpart(
                    params.position("model"),
                    "names no provider that LiteLLM or Sluice would know: write PROVIDER/MODEL"));
  }

  /// Whether a text can be a provider's name, and may be shown.
  private static boolean isWord(String text) {
    return text.matches("[A-Za-z0-9_-]{1,40}");
  }

  /// The name to ask for; empty where the asked one passes.
  private static Optional<String> model(Foreign params, String asked, String model)
      throws NoCounterpart {
    if (!model.endsWith(STAR)) {
      return Optional.of(Reference.literal(checked(params, model)));
    }
    boolean cut = asked.endsWith("/*") && model.equals(STAR);
    if (cut || asked.equals(model)) {
      return Optional.empty();
    }
    throw new NoCounterpart(
        params.position("model"),
        "has another pattern than its model: a name passes as it is, or behind PREFIX/");
  }

  private static String checked(Foreign params, String model) throws NoCounterpart {
    try {
      return ModelName.AT_PROVIDER.read(model);
    } catch (ConfigProblem e) {
      throw new NoCounterpart(params.position("model"), "has a model that " + e.getMessage());
    }
  }

  /// Cohere's own interface is asked for embeddings alone.
  private static Vendor surface(Vendor vendor, String model) {
    boolean chats = vendor.type().equals("cohere") && !model.startsWith("embed");
    return chats ? vendor.withApi("openai") : vendor;
  }

  private String account(Foreign params, Vendor vendor) throws NoCounterpart {
    Address address = addresses.read(params, vendor);
    boolean elsewhere = vendor.type().equals("openai") && !address.own();
    Vendor reached = elsewhere ? vendor.elsewhere() : vendor;
    var account =
        new ProviderBook.Account(
            reached.type(), reached.api(), address, key(params, vendor), List.of());
    if (params.text("api_version").isPresent()) {
      params.remark("api_version", "Azure is asked by its v1 API, which has no versions");
    }
    return providers.name(vendor.name(), account);
  }

  private String account(Foreign params, Vendor vendor, CloudReader.Place place)
      throws NoCounterpart {
    var account =
        new ProviderBook.Account(
            vendor.type(),
            place.api(),
            addresses.read(params, vendor),
            key(params, vendor),
            place.lines());
    return providers.name(vendor.name(), account);
  }

  private Optional<String> key(Foreign params, Vendor vendor) {
    Optional<String> written = params.text("api_key").filter(key -> !key.isEmpty());
    if (written.isEmpty()) {
      return vendor.key().map(variables::refer);
    }
    Optional<String> variable = Reference.variable(written.get());
    if (variable.isEmpty()) {
      String name = variables.forClear(vendor.name() + " key", written.get());
      params.remark("api_key", "stands in clear, and is not copied: set " + name + " to it");
      return Optional.of(variables.refer(name));
    }
    return variable.map(variables::refer);
  }

  private void limits(Foreign params, Foreign entry, String provider, Optional<String> model) {
    Map<String, Long> allowed = Limits.read(params, entry);
    if (allowed.isEmpty()) {
      return;
    }
    if (model.isEmpty()) {
      params.remark("model", "limits of all models together have no counterpart: left out");
    } else if (!providers.limit(provider, model.get(), allowed)) {
      params.remark("model", "its limits differ from those of an entry above, which count");
    }
  }

  private static Deployment deployment(
      String name, Foreign params, String provider, Optional<String> model) {
    Map<String, BigDecimal> weights = new HashMap<>();
    for (String key : Weights.KEYS) {
      params.number(key).ifPresent(weight -> weights.put(key, weight));
    }
    Optional<Long> repeats =
        params.text("num_retries").isPresent()
            ? Patiences.retries(params, "num_retries")
            : Patiences.retries(params, "max_retries");
    params.take("max_retries");
    var patience =
        new Deployment.Patience(
            params.seconds("timeout"),
            params.seconds("stream_timeout"),
            repeats,
            params.seconds("cooldown_time"));
    if (Patiences.losesTotal(patience)) {
      params.remark(
          "timeout", "beside stream_timeout whole answers are bounded by what is learned");
    }
    return new Deployment(
        params.position(), name, provider, model, weights, params.number("order"), patience);
  }
}

package dev.sluice.cli.litellm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.value.Quoted;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Node;
import dev.sluice.config.yaml.Problem;
import dev.sluice.server.config.reader.ConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes a configuration from one of LiteLLM.
final class Importer {
  private static final String MODELS = "model_list";

  private static final String WRITTEN = "sluice.yaml";
  private static final int MOST_MODELS = 2000;

  /// A value that any key and any address may have, to try the written file.
  static final String STAND_IN = "https://variable.invalid";

  private final String file;
  private final Node.Mapping root;
  private final Remarks remarks = new Remarks();
  private final List<Problem> leftOut = new ArrayList<>();
  private final Names names = new Names();
  private final ProviderBook providers = new ProviderBook();
  private final LitellmPrices prices = new LitellmPrices();
  private final RouteBook routes = new RouteBook(names);
  private final Settings settings = new Settings();
  private final Variables variables;
  private final Foreign top;

  private Importer(String file) {
    this.file = file;
    this.root = Doc.tree(file);
    this.variables = new Variables(root);
    this.top = new Foreign(root, Remarks.END, remarks);
  }

  /// Reads LiteLLM's file.
  ///
  /// @param env tells which addresses lead into the own network; no value of it is copied
  /// @param stored whether there must be a store, for what LiteLLM's database has
  /// @throws ConfigException if it cannot be read, or nothing of its `model_list` has a counterpart
  static Imported of(String file, Map<String, String> env, boolean stored) {
    return new Importer(file).read(env, stored);
  }

  private Imported read(Map<String, String> env, boolean stored) {
    List<Node> entries = entries();
    EntryReader reader =
        new EntryReader(
            credentials(), new AddressReader(env, variables), variables, providers, prices, names);
    entries.forEach(entry -> read(reader, entry));
    if (routes.size() == 0) {
      throw new ConfigException(leftOut);
    }
    List.of("general_settings", "litellm_settings", "router_settings").forEach(top::take);
    if (stored) {
      settings.store();
    }
    new SettingsReader(settings, routes, variables).read(root, remarks);
    top.rest();
    int told = remarks.count();
    String text = text();
    int models = entries.size() - leftOut.size();
    return new Imported(text, models, leftOut.size(), told, variables.needed(), problems(text));
  }

  private List<Node> entries() {
    Optional<Node> list = top.take(MODELS);
    if (!(list.orElse(null) instanceof Node.Items items) || items.nodes().isEmpty()) {
      FilePosition at = list.map(Node::position).orElse(root.position());
      String what =
          list.map(node -> "must be a list of models, is " + node.kind())
              .orElse("is missing: name a configuration of LiteLLM that lists models");
      throw new ConfigException(List.of(new Problem(at, MODELS + " " + what)));
    }
    if (items.nodes().size() > MOST_MODELS) {
      String what = MODELS + " must have at most " + MOST_MODELS + " entries: split it";
      throw new ConfigException(List.of(new Problem(items.position(), what)));
    }
    return items.nodes();
  }

  private void read(EntryReader reader, Node entry) {
    Remarks own = new Remarks();
    try {
      Deployment deployment = reader.read(entry, own);
      Optional<Deployment> same = routes.add(deployment);
      if (same.isPresent()) {
        String line = String.valueOf(same.get().position().line());
        own.add(
            "routes." + names.route(deployment.name()),
            deployment.position(),
            "asks the same account for the same model as line " + line + ": left out");
      }
      remarks.addAll(own);
    } catch (NoCounterpart e) {
      leftOut.add(new Problem(e.position(), String.valueOf(e.getMessage())));
      remarks.add(Remarks.ROUTES, e.position(), e.getMessage() + " (left out)");
    }
  }

  /// Those that entries may name instead of a key and an address of their own.
  private Map<String, Node.Mapping> credentials() {
    Map<String, Node.Mapping> credentials = new HashMap<>();
    if (top.take("credential_list").orElse(null) instanceof Node.Items items) {
      for (Node node : items.nodes()) {
        if (node instanceof Node.Mapping map) {
          Foreign one = new Foreign(map, Remarks.END, remarks);
          Optional<String> name = one.text("credential_name");
          one.take("credential_values")
              .filter(Node.Mapping.class::isInstance)
              .map(Node.Mapping.class::cast)
              .ifPresent(values -> name.ifPresent(known -> credentials.put(known, values)));
        }
      }
    }
    return credentials;
  }

  private String text() {
    ConfigText body = new ConfigText();
    settings.writeHead(body, remarks);
    providers.write(body, remarks);
    settings.writeDefaults(body, remarks);
    routes.write(body, remarks);
    prices.write(body);
    List<String> rest = remarks.rest();
    if (!rest.isEmpty()) {
      body.line(0, "");
      body.line(0, "# What else did not carry over:");
      body.comments(0, rest);
    }
    return head() + body;
  }

  private String head() {
    Path name = Path.of(file).getFileName();
    ConfigText head = new ConfigText();
    head.line(
        0, "# Written by `sluice import litellm` from " + Quoted.of(String.valueOf(name)) + ".");
    head.line(
        0, "# `line N` is one of that file which did not carry over, or means something else.");
    head.line(0, "# LiteLLM listens on 0.0.0.0:4000, Sluice on 127.0.0.1:8080: see server.listen.");
    if (!variables.needed().isEmpty()) {
      head.line(0, "# Set before the start: " + String.join(", ", variables.needed()));
    }
    return head.toString();
  }

  private List<Problem> problems(String text) {
    if (text.getBytes(UTF_8).length > Doc.MAX_BYTES) {
      String what = "the file is larger than 1MiB: split LiteLLM's";
      return List.of(new Problem(FilePosition.start(WRITTEN), what));
    }
    try {
      ConfigFile.of(Doc.parse(WRITTEN, text, standIns()));
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  private Map<String, String> standIns() {
    return variables.needed().stream()
        .collect(Collectors.toMap(Function.identity(), _ -> STAND_IN));
  }
}

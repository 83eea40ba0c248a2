package dev.sluice.cli.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.schema.ConfigTables.Row;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The schema that docs/configuration.md describes. Its tables say which keys there are, of which
/// types, and what they do; what stands here is where a table's keys stand in the file.
final class DocumentedSchema {
  private final ConfigTables tables;
  private ObjectNode last = CellType.text();

  DocumentedSchema(ConfigTables tables) {
    this.tables = tables;
  }

  ObjectNode make() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "sluice.yaml");
    root.setAll(CellType.object());
    root.putArray("required").add("providers");
    put(root, "server", server());
    put(root, "auth", auth());
    put(root, "store", section("store"));
    put(root, "cluster", section("cluster"));
    put(root, "files", files());
    put(root, "batches", section("batches"));
    put(root, "admin", admin());
    put(root, "log", section("log"));
    put(root, "otel", section("otel"));
    put(root, "webhooks", CellType.array(section("webhooks")), "webhooks");
    put(root, "providers", CellType.map(provider()), "providers");
    put(root, "defaults", defaults());
    put(root, "routes", CellType.map(route()), "routes");
    put(root, "passthrough", CellType.map(passThrough()), "passthrough");
    put(root, "tenants", CellType.map(tenant()), "tenants");
    put(root, "prices", prices());
    put(root, "budgets", section("budgets"));
    put(root, "report", section("report"));
    put(root, "models", CellType.text(), "models");
    keys(root, "reload", 0);
    ObjectNode reference = root.putObject("$defs").putObject("reference");
    reference.put("type", "string").put("pattern", "\\$\\{(env|file):[^}]+\\}");
    return root;
  }

  private ObjectNode files() {
    ObjectNode files = section("files");
    ObjectNode s3 = section("files.s3");
    trusted(s3);
    retype(files, "s3", s3);
    return files;
  }

  /// What is trusted is one text or several.
  private static void trusted(ObjectNode section) {
    ObjectNode tls = (ObjectNode) section.get("properties").get("tls");
    retype(tls, "ca", CellType.either(CellType.text(), CellType.array(CellType.text())));
  }

  private ObjectNode server() {
    ObjectNode server = section("server");
    ObjectNode entry = CellType.object();
    keys(entry, "server.keys", 1);
    ObjectNode list = CellType.array(CellType.either(CellType.text(), entry));
    ObjectNode map = CellType.object();
    keys(map, "server.keys", 0);
    put(map, "list", list.deepCopy());
    retype(server, "keys", CellType.either(list, map));
    ObjectNode tag = CellType.object();
    keys(tag, "server.tags", 0);
    retype(server, "tags", CellType.map(tag));
    retype(server, "tls", tls(true));
    return server;
  }

  private ObjectNode auth() {
    ObjectNode terms = CellType.object();
    keys(terms, "server.keys", 1);
    ((ObjectNode) terms.get("properties"))
        .remove(List.of("name", "key", "team", "tenant", "expires"));
    terms.remove("required");
    ObjectNode issuer = CellType.object();
    keys(issuer, "auth.jwt", 1);
    retype(issuer, "terms", terms);
    retype(issuer, "profiles", CellType.map(terms.deepCopy()));
    ObjectNode jwt = section("auth.jwt");
    retype(jwt, "issuers", CellType.map(issuer));
    ObjectNode auth = CellType.object();
    put(auth, "jwt", jwt);
    put(auth, "oidc", oidc(terms));
    return auth;
  }

  private ObjectNode oidc(ObjectNode terms) {
    ObjectNode roles = CellType.object();
    for (String role : List.of("viewer", "auditor", "operator", "admin")) {
      put(roles, role, CellType.array(CellType.text()));
    }
    ObjectNode team = CellType.object();
    keys(team, "auth.oidc", 1);
    retype(team, "terms", terms.deepCopy());
    retype(team, "most", terms.deepCopy());
    ObjectNode oidc = section("auth.oidc");
    retype(oidc, "roles", roles);
    retype(oidc, "teams", CellType.map(team));
    return oidc;
  }

  private ObjectNode admin() {
    ObjectNode admin = section("admin");
    retype(admin, "tls", tls(false));
    return admin;
  }

  /// The TLS of a listener.
  ///
  /// @param keys whether clients' certificates may stand for keys
  private ObjectNode tls(boolean keys) {
    ObjectNode tls = section("server.tls");
    ObjectNode pair = CellType.object();
    keys(pair, "server.tls", 1);
    retype(tls, "certificates", CellType.array(pair));
    ObjectNode clients = CellType.object();
    keys(clients, "server.tls", 2);
    if (!keys) {
      ((ObjectNode) clients.get("properties")).remove("keys");
    }
    retype(tls, "clients", clients);
    return tls;
  }

  private ObjectNode provider() {
    ObjectNode provider = CellType.object();
    keys(provider, "providers", 0);
    retype(provider, "type", CellType.word(firsts("Types")));
    trusted(provider);
    retype(provider, "auth", section("auth"));
    retype(
        provider, "limits", CellType.either(CellType.map(section("limits")), CellType.word("off")));
    return provider;
  }

  private ObjectNode defaults() {
    ObjectNode defaults = CellType.object();
    keys(defaults, "defaults", 0);
    return policy(defaults);
  }

  private ObjectNode route() {
    ObjectNode route = CellType.object();
    keys(route, "routes", 0);
    ObjectNode target = CellType.object();
    keys(target, "routes", 1);
    retype(route, "targets", CellType.array(target));
    retype(route, "shadow", section("shadow"));
    return policy(route);
  }

  /// How calls are treated, in `defaults` and in each route.
  private ObjectNode policy(ObjectNode in) {
    put(in, "timeout", section("timeout"));
    put(in, "breaker", switched("breaker", "off"), "breaker");
    put(in, "upstream_stream", CellType.word(firsts("upstream_stream")), "upstream_stream");
    put(in, "retry", switched("retry", "off"), "retry");
    put(in, "fallback_on", CellType.array(CellType.word("content_filter")), "fallback_on");
    put(in, "translate", CellType.word("lenient", "strict"), "translate");
    put(in, "resume", CellType.word("off", "prefill"), "resume");
    put(in, "race", switched("race", "off"), "race");
    put(in, "queue", section("queue"));
    put(in, "cache", switched("cache", "off"), "cache");
    put(in, "batch", switched("batch", "off"), "batch");
    keys(in, "coalesce", 0);
    keys(in, "commit", 0);
    keys(in, "balance, affinity, keys", 0);
    return in;
  }

  private ObjectNode passThrough() {
    ObjectNode passThrough = CellType.object();
    keys(passThrough, "passthrough", 0);
    ObjectNode told = CellType.object();
    keys(told, "passthrough", 1);
    retype(passThrough, "usage", CellType.array(told));
    return passThrough;
  }

  private ObjectNode tenant() {
    ObjectNode tenant = CellType.object();
    Row row = tables.rows("tenants", 0).getFirst();
    put(tenant, "weight", described(CellType.of(row.cell(1)), row.cell(2), "required"));
    tenant.putArray("required").add("weight");
    return tenant;
  }

  /// The members of a row of prices that are maps.
  private static final List<String> MAPS_OF_PRICES =
      List.of("image_kind", "service_tier", "speed", "inference_geo");

  private ObjectNode prices() {
    ObjectNode prices = section("prices");
    ObjectNode row = CellType.object();
    for (String name : priced()) {
      boolean deep = MAPS_OF_PRICES.contains(name);
      put(row, name, deep ? CellType.map(CellType.text()) : CellType.text());
    }
    ObjectNode tier = CellType.object();
    put(tier, "above", CellType.text());
    ConfigTables.words(tables.line("prices", "- Meters"))
        .forEach(m -> put(tier, m, CellType.text()));
    put(row, "tiers", CellType.array(tier));
    row.putArray("required").add("provider").add("model");
    retype(prices, "models", CellType.array(row));
    return prices;
  }

  /// The keys of a row of prices, whose meters and extras are listed on their own.
  private List<String> priced() {
    String form = ConfigTables.words(tables.line("prices", "**A row")).getLast();
    return Stream.of(form.replaceAll("[{}]", "").split(", ", -1))
        .flatMap(
            name ->
                switch (name) {
                  case "METER..." -> ConfigTables.words(tables.line("prices", "- Meters")).stream();
                  case "UNIT..." -> ConfigTables.words(tables.line("prices", "- Units")).stream();
                  case "EXTRA..." -> ConfigTables.words(tables.line("prices", "- Extras")).stream();
                  default -> Stream.of(name);
                })
        .toList();
  }

  /// A section with the keys of the table under its heading.
  private ObjectNode section(String heading) {
    ObjectNode section = CellType.object();
    section.put("description", tables.about(heading));
    keys(section, heading, 0);
    return section;
  }

  private ObjectNode switched(String heading, String... words) {
    return CellType.either(section(heading), CellType.word(words));
  }

  private String[] firsts(String heading) {
    return tables.rows(heading, 0).stream()
        .map(row -> row.names().getFirst())
        .distinct()
        .toArray(String[]::new);
  }

  private void keys(ObjectNode section, String heading, int table) {
    for (Row row : tables.rows(heading, table)) {
      List<String> names = row.cell(1).isEmpty() ? List.of() : row.names();
      List<String> types = cells(row.cell(1), names.size());
      List<String> defaults = cells(row.cell(2), names.size());
      for (int i = 0; i < names.size(); i++) {
        last = types.get(i).equals("the same") ? last.deepCopy() : CellType.of(types.get(i));
        put(
            within(section, names.get(i)),
            leaf(names.get(i)),
            described(last.deepCopy(), row.cell(3), defaults.get(i)));
        if (defaults.get(i).equals("required")) {
          section.withArray("required").add(names.get(i));
        }
      }
    }
  }

  /// A cell that has a part for each of the row's keys, or one for all of them.
  private static List<String> cells(String cell, int keys) {
    List<String> parts = List.of(cell.split(", ", -1));
    return parts.size() == keys && keys > 1 ? parts : Collections.nCopies(keys, cell);
  }

  /// The section that a key such as `upstream_errors.keys` stands in.
  private static ObjectNode within(ObjectNode section, String name) {
    if (!name.contains(".")) {
      return section;
    }
    String outer = name.substring(0, name.indexOf('.'));
    ObjectNode properties = (ObjectNode) section.get("properties");
    return properties.has(outer)
        ? (ObjectNode) properties.get(outer)
        : (ObjectNode) properties.set(outer, CellType.object()).get(outer);
  }

  private static String leaf(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private static ObjectNode described(ObjectNode type, String what, String otherwise) {
    String end = otherwise.isEmpty() || otherwise.equals("required") ? "" : "Default: " + otherwise;
    String text =
        Stream.of(what, end)
            .filter(part -> !part.isEmpty())
            .map(part -> part.endsWith(".") ? part : part + ".")
            .reduce((one, other) -> one + " " + other)
            .orElse("");
    return text.isEmpty() ? type : type.put("description", upper(text));
  }

  private static String upper(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void put(ObjectNode section, String name, ObjectNode type, String heading) {
    put(section, name, type.put("description", tables.about(heading)));
  }

  private static void put(ObjectNode section, String name, ObjectNode type) {
    ((ObjectNode) section.get("properties")).set(name, type);
  }

  /// Another type for a key, with what is said of it.
  private static void retype(ObjectNode section, String name, ObjectNode type) {
    var said = section.get("properties").get(name).get("description");
    put(section, name, said == null ? type : type.put("description", said.asText()));
  }
}

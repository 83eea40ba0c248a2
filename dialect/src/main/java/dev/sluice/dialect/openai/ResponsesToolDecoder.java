package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of tools: those of the request and those that items bring or that the client has
/// found. A namespace's tools are tools with a longer name; what the namespace says of itself
/// stands before what its first tool says. The grammar of a custom tool stands at the end of its
/// description, since other dialects have no place for one.
///
/// Belongs to one thread.
final class ResponsesToolDecoder {
  private static final String SEARCH = "web_search";

  /// The type, and the name, of the tool by which a client finds others.
  static final String FINDER = "tool_search";

  private final List<Extra> extras;
  private final long mostSearches;
  private final List<Tool> tools = new ArrayList<>();

  /// The namespace that is being read; empty for none.
  private String namespace = "";

  /// The description of a namespace, until a tool has taken it over.
  private String preface = "";

  /// @param mostSearches the most uses of the provider's tools; below zero for no bound
  ResponsesToolDecoder(List<Extra> extras, long mostSearches) {
    this.extras = extras;
    this.mostSearches = mostSearches;
  }

  List<Tool> tools() {
    return tools;
  }

  void add(@Nullable JsonNode list) {
    if (list != null) {
      list.children().forEach(this::tool);
    }
  }

  /// Adds tools that an item brings; they replace earlier ones of their names.
  List<Tool> addLater(@Nullable JsonNode list) {
    int before = tools.size();
    add(list);
    List<Tool> added = List.copyOf(tools.subList(before, tools.size()));
    var names = new HashSet<String>();
    added.forEach(tool -> names.add(tool.name()));
    tools.subList(0, before).removeIf(tool -> names.contains(tool.name()));
    return added;
  }

  private void tool(JsonNode tool) {
    String type = tool.string("type", "");
    switch (type) {
      case "function" -> tools.add(function(tool, ToolNames.qualified(namespace, required(tool))));
      case "custom" -> tools.add(custom(tool));
      case "namespace" -> namespace(tool);
      case FINDER -> tools.add(finder(tool));
      default -> tools.add(hosted(type, tool));
    }
  }

  private void namespace(JsonNode tool) {
    if (!namespace.isEmpty()) {
      throw new Untranslatable(tool.path() + ".type", "a namespace holds no other one");
    }
    namespace = required(tool);
    preface = tool.string("description", "");
    add(tool.get("tools"));
    namespace = "";
    preface = "";
  }

  private static String required(JsonNode tool) {
    String name = tool.string("name", "");
    if (name.isEmpty()) {
      throw new Untranslatable(tool.path() + ".name", "a tool needs a name");
    }
    return name;
  }

  /// Reads the tool by which a client finds others. Where the provider itself searches, there is
  /// nothing that a target could do instead.
  private Tool finder(JsonNode tool) {
    return tool.string("execution", "").equals("client")
        ? new Tool.Finder(function(tool, FINDER))
        : hosted(FINDER, tool);
  }

  private Tool.Function function(JsonNode tool, String name) {
    JsonNode parameters = tool.get("parameters");
    if (parameters != null && !parameters.is(JsonKind.OBJECT)) {
      throw new Untranslatable(parameters, "a schema is an object");
    }
    RawJson schema = parameters == null ? null : parameters.raw();
    return new Tool.Function(
        name, described(tool), schema, strict(tool, schema), null, namespace, SourcePath.of(tool));
  }

  /// Whether a tool is strict. A tool that does not say is strict where its schema can be.
  private static boolean strict(JsonNode tool, @Nullable RawJson schema) {
    return tool.get("strict") == null
        ? schema != null && Schemas.requiresAll(schema, tool.meter())
        : tool.isTrue("strict");
  }

  private Tool custom(JsonNode tool) {
    String words = described(tool);
    String grammar = grammar(tool.get("format"));
    String all = words == null || words.isEmpty() ? grammar : words + "\n\n" + grammar;
    return new Tool.Freeform(
        ToolNames.qualified(namespace, required(tool)),
        grammar.isEmpty() ? words : all,
        namespace,
        SourcePath.of(tool));
  }

  private static String grammar(@Nullable JsonNode format) {
    String definition = format == null ? "" : format.string("definition", "");
    return format == null || definition.isEmpty()
        ? ""
        : "The input fits this grammar (" + format.string("syntax", "lark") + "):\n" + definition;
  }

  private @Nullable String described(JsonNode tool) {
    String words = tool.string("description");
    if (preface.isEmpty()) {
      return words;
    }
    String all = words == null || words.isEmpty() ? preface : preface + "\n\n" + words;
    preface = "";
    return all;
  }

  private Tool hosted(String type, JsonNode tool) {
    if (type.isEmpty()) {
      throw new Untranslatable(tool.path() + ".type", "a tool needs a type");
    }
    SourcePath place = SourcePath.of(tool);
    return type.startsWith(SEARCH)
        ? new Tool.Hosted(SEARCH, type, search(tool), place)
        : new Tool.Hosted(tool.string("name", type), type, place);
  }

  private WebSearch search(JsonNode tool) {
    JsonNode filters = tool.get("filters");
    JsonNode location = tool.get("user_location");
    contextSize(tool.get("search_context_size"));
    return new WebSearch(
        filters == null ? List.of() : domains(filters, "allowed_domains"),
        filters == null ? List.of() : domains(filters, "blocked_domains"),
        location == null ? null : location.raw(),
        mostSearches < 0 ? null : (Long) mostSearches);
  }

  private void contextSize(@Nullable JsonNode size) {
    if (size != null && !size.text().equals("medium")) {
      extras.add(Extra.drop(size));
    }
  }

  private static List<String> domains(JsonNode filters, String name) {
    return filters.children(name).stream().map(JsonNode::text).toList();
  }
}

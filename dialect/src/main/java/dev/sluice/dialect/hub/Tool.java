package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import org.jspecify.annotations.Nullable;

/// A tool that the model may call.
public sealed interface Tool {
  String name();

  /// The namespace of the tool; empty for none. The tool's name then is the namespace, two
  /// underscores, and the name that the tool has in the namespace.
  default String namespace() {
    return "";
  }

  /// A tool that takes an object.
  ///
  /// @param schema the schema of the arguments, as the client has written it; null for a tool
  ///   without arguments
  /// @param cache as in [ContentBlock.Text]
  record Function(
      String name,
      @Nullable String description,
      @Nullable RawJson schema,
      boolean strict,
      @Nullable String cache,
      String namespace,
      SourcePath place)
      implements Tool {}

  /// A tool that takes a text instead of an object.
  record Freeform(String name, @Nullable String description, String namespace, SourcePath place)
      implements Tool {
    public Freeform(String name, @Nullable String description, SourcePath place) {
      this(name, description, "", place);
    }
  }

  /// A tool by which the client finds further tools: a function to the model, and a call of a kind
  /// of its own to the client.
  record Finder(Function function) implements Tool {
    @Override
    public String name() {
      return function.name();
    }
  }

  /// A tool that the provider runs.
  ///
  /// @param type the type, as the client's dialect names it
  /// @param search the bounds of a search of the web; null for another tool
  record Hosted(String name, String type, @Nullable WebSearch search, SourcePath place)
      implements Tool {
    public Hosted(String name, String type, SourcePath place) {
      this(name, type, null, place);
    }

    /// The path of the property that says which tool this is: its own name, or its type.
    public String path() {
      return place.path().endsWith(type) ? place.path() : place.path() + ".type";
    }
  }
}

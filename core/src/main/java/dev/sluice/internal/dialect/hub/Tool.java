package dev.sluice.internal.dialect.hub;

import dev.sluice.internal.dialect.json.RawJson;
import dev.sluice.internal.dialect.json.SourcePath;
import org.jspecify.annotations.Nullable;

/// A tool that the model may call.
public sealed interface Tool {
  String name();

  SourcePath place();

  /// A tool that takes an object.
  ///
  /// @param schema of its arguments, as the client has written it; null: it takes none
  /// @param cache as in [Block.Text]
  record Function(
      String name,
      @Nullable String description,
      @Nullable RawJson schema,
      boolean strict,
      @Nullable String cache,
      SourcePath place)
      implements Tool {}

  /// A tool that takes a text instead of an object.
  record Freeform(String name, @Nullable String description, SourcePath place) implements Tool {}

  /// A tool that the provider runs.
  ///
  /// @param type as the client's dialect names it
  record Hosted(String name, String type, SourcePath place) implements Tool {}
}

package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.SourcePath;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The choice which tools the model may or must call.
///
/// @param only the names of the tools that may be called; empty for all
/// @param name the name of the tool that must be called, for [Mode#ONE]
/// @param parallel whether several calls may be in one answer; null for what the provider likes
public record ToolChoice(
    Mode mode,
    @Nullable String name,
    List<String> only,
    @Nullable Boolean parallel,
    SourcePath place) {
  /// The kind of choice that the model has.
  public enum Mode {
    /// The client has said nothing.
    UNSAID,
    AUTO,
    NONE,
    ANY,
    ONE
  }

  public static final ToolChoice UNSAID =
      new ToolChoice(Mode.UNSAID, null, List.of(), null, SourcePath.NONE);

  /// The members of `tools` that may be called.
  public List<Tool> allowed(List<Tool> tools) {
    Set<String> names = Set.copyOf(only);
    return names.isEmpty()
        ? tools
        : tools.stream().filter(tool -> names.contains(tool.name())).toList();
  }

  /// Whether the model must call a tool.
  public boolean forces() {
    return mode == Mode.ANY || mode == Mode.ONE;
  }
}

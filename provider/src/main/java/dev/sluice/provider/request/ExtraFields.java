package dev.sluice.provider.request;

import dev.sluice.call.request.PricedExtras;
import dev.sluice.dialect.json.JsonKind;
import org.jspecify.annotations.Nullable;

/// The fields of a request that ask for more than text: tools of the provider, modalities, tiers.
/// For one pass over one body.
final class ExtraFields {
  /// The beginning of the paths of tools' members.
  private static final String TOOLS = "tools.";

  /// The reader of the extras; null as long as the request asks for nothing beside text.
  private @Nullable ExtrasReader extras;

  /// Whether the request names a tier.
  private boolean hasTier;

  /// The extras that the request asks for beside text.
  PricedExtras extras() {
    return extras == null ? PricedExtras.NONE : extras.extras();
  }

  /// Notes that the name of the model asks for a search of the web.
  void online() {
    reader().online();
  }

  /// Takes a field that is not null.
  ///
  /// @param path the path of the value in the body
  void found(RequestField field, RequestValue value, String path) throws InvalidRequest {
    switch (field) {
      case AUDIO, EXTRA -> reader().member(path);
      case MODALITY -> modality(value.word(), path);
      case SERVICE_TIER -> serviceTier(value);
      case SPEED -> reader().speed(value.word());
      case REGION -> reader().region(value.word());
      case TOOL_CALLS -> value.bound().ifPresent(reader()::callsMost);
      case GEMINI_TOOL -> reader().geminiTool(path.substring(TOOLS.length()));
      default -> tool(field, value);
    }
  }

  /// Takes the service tier. Gemini's has two spellings, of which a request may have one.
  private void serviceTier(RequestValue value) throws InvalidRequest {
    if (hasTier) {
      throw value.wrong("absent beside the other spelling of it");
    }
    hasTier = true;
    reader().serviceTier(value.word());
  }

  private void modality(String word, String path) {
    if (!word.equalsIgnoreCase("text")) {
      reader().modality(path, word);
    }
  }

  private void tool(RequestField field, RequestValue value) throws InvalidRequest {
    switch (field) {
      case TOOLS -> noList(value, JsonKind.ARRAY);
      case TOOL -> {
        noList(value, JsonKind.OBJECT);
        if (extras != null) {
          extras.endTool();
        }
      }
      case TOOL_TYPE -> type(value.word(), false);
      case TOOL_USES -> value.bound().ifPresent(reader()::most);
      case TOOL_MEMORY -> reader().memory(value.word());
      case TOOL_ENVIRONMENT -> reader().environment(value.word());
      case INNER_TOOL_TYPE -> type(value.word(), true);
      case DEEP_TOOLS -> reader().unknownTools();
      default -> throw new IllegalArgumentException(field + " has another reader");
    }
  }

  /// Takes the type of a tool. Most tools are functions, which the client runs.
  private void type(String type, boolean inner) {
    if (!type.equals("function")) {
      reader().type(type, inner);
    }
  }

  private void noList(RequestValue value, JsonKind expected) {
    if (value.kind() != expected) {
      reader().unknownTools();
    }
  }

  private ExtrasReader reader() {
    ExtrasReader current = extras;
    if (current == null) {
      current = new ExtrasReader();
      extras = current;
    }
    return current;
  }
}

package dev.sluice.provider;

/// What a target calls the model that was asked for.
public sealed interface TargetModel {

  /// Always the same model.
  record Fixed(String name) implements TargetModel {
    public Fixed {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a target's model is blank; name one, or leave it out");
      }
    }
  }

  /// The model as it was asked for, without `prefix` where it has that.
  record AsAsked(String prefix) implements TargetModel {}

  /// The model as it was asked for.
  static TargetModel asAsked() {
    return new AsAsked("");
  }

  /// The name there of the model `asked` for.
  default String of(String asked) {
    return switch (this) {
      case Fixed(String name) -> name;
      case AsAsked(String prefix) ->
          asked.startsWith(prefix) && asked.length() > prefix.length()
              ? asked.substring(prefix.length())
              : asked;
    };
  }

  /// How it appears in the name of a target, of which there must not be one a model.
  default String label() {
    return this instanceof Fixed(String name) ? name : "*";
  }
}

package dev.sluice.config.value;

/// The type of a value that no message shows, since a key may stand in its place.
public interface HiddenType<T> extends Type<T> {
  @Override
  default String show(String raw) {
    return Credential.shown(raw);
  }
}

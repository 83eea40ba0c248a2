package dev.sluice.spring;

import dev.sluice.config.yaml.FilePosition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/// The place of a property: line and column of a file, or the name of a source that has no lines.
final class PropertyPosition {
  private PropertyPosition() {}

  /// Returns the place of the properties as a whole.
  static FilePosition none() {
    return FilePosition.of("the properties under sluice");
  }

  /// Returns the place of a property.
  static FilePosition of(ConfigurationProperty property) {
    Origin origin = inner(property.getOrigin());
    if (origin instanceof TextResourceOrigin text && text.getLocation() != null) {
      int line = text.getLocation().getLine() + 1;
      int column = text.getLocation().getColumn() + 1;
      return new FilePosition(name(text.getResource()), line, column);
    }
    return origin == null ? none() : FilePosition.of(origin.toString());
  }

  private static @Nullable Origin inner(@Nullable Origin origin) {
    return origin instanceof PropertySourceOrigin source && source.getOrigin() != null
        ? source.getOrigin()
        : origin;
  }

  private static String name(@Nullable Resource resource) {
    if (resource == null) {
      return "a file";
    }
    String name = resource.getFilename();
    return name == null ? resource.getDescription() : name;
  }
}

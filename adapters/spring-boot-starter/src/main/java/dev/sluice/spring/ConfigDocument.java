package dev.sluice.spring;

import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Node;
import dev.sluice.config.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/// What configures the gateway: a file in the form of sluice.yaml, the properties under `sluice`,
/// or both, where a property goes before what the file says. Whatever is wrong is found and worded
/// by the loader of sluice.yaml.
final class ConfigDocument {
  private final Environment environment;
  private final ResourceLoader resources;
  private final Map<String, String> variables = new HashMap<>(System.getenv());
  private final InlineSections inline;

  ConfigDocument(Environment environment, ResourceLoader resources) {
    this.environment = environment;
    this.resources = resources;
    this.inline = new InlineSections(new PropertyText(environment, variables));
  }

  /// Reads everything.
  ///
  /// @param location of the file; empty for none
  /// @throws InvalidPropertiesException with every problem that was found
  GatewayFile load(String location) {
    try {
      Node.Mapping properties = inline.read(environment);
      Doc doc =
          location.isEmpty() ? Doc.of(properties, variables) : over(properties, file(location));
      return GatewayFile.of(doc);
    } catch (ConfigException e) {
      throw new InvalidPropertiesException(e.problems().stream().map(this::named).toList());
    }
  }

  private Doc file(String location) {
    Resource resource = resource(location);
    try (InputStream in = resource.getInputStream()) {
      return Doc.read(location, in, variables);
    } catch (IOException e) {
      throw new InvalidPropertiesException(
          List.of(
              new Problem(
                  PropertyPosition.none(),
                  "sluice.config",
                  "sluice.config names '%s', which cannot be read: give it classpath:NAME or the path of a file"
                      .formatted(location))));
    }
  }

  private Resource resource(String location) {
    return location.startsWith("classpath:") || location.startsWith("file:")
        ? resources.getResource(location)
        : new FileSystemResource(location);
  }

  private static Doc over(Node.Mapping upper, Doc lower) {
    return lower.with(over(upper, lower.root()));
  }

  private static Node.Mapping over(Node.Mapping upper, Node.Mapping lower) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(lower.entries());
    upper
        .entries()
        .forEach((key, entry) -> entries.merge(key, entry, (old, _) -> over(entry, old)));
    return new Node.Mapping(lower.position(), entries);
  }

  private static Node.Entry over(Node.Entry upper, Node.Entry lower) {
    return upper.value() instanceof Node.Mapping above
            && lower.value() instanceof Node.Mapping under
        ? new Node.Entry(lower.key(), over(above, under))
        : upper;
  }

  /// The problem of a property, by the property's name.
  private Problem named(Problem problem) {
    if (!inline.isSource(problem.position())) {
      return problem;
    }
    String what =
        !problem.path().isEmpty() && problem.what().startsWith(problem.path())
            ? "sluice." + problem.what()
            : problem.what();
    return new Problem(problem.position(), what, problem.path(), problem.remedy());
  }
}

package dev.sluice.dist.publish;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is wrong with a published pom: what the central repository asks for and it does not say,
/// and what would make an application ask for something that it cannot get.
///
/// @param ours the group of what is published here
/// @param published the names of all artifacts of that group that are
record PomRules(String ours, Set<String> published) {
  private static final List<String> REQUIRED =
      List.of(
          "groupId",
          "artifactId",
          "version",
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "developers/developer/organization",
          "scm/connection",
          "scm/url");

  /// Elements that tell of the build, or lead an application elsewhere.
  private static final List<String> FORBIDDEN =
      List.of(
          "parent",
          "repositories",
          "pluginRepositories",
          "distributionManagement",
          "modules",
          "profiles",
          "build");

  List<String> problems(Pom pom) {
    return Stream.of(missing(pom), superfluous(pom), variables(pom), dependencies(pom))
        .flatMap(problems -> problems)
        .toList();
  }

  private static Stream<String> missing(Pom pom) {
    return REQUIRED.stream()
        .filter(path -> pom.text(path).isEmpty())
        .map(path -> "its pom has no " + path);
  }

  private static Stream<String> superfluous(Pom pom) {
    return FORBIDDEN.stream()
        .filter(path -> !pom.all(path).isEmpty())
        .map(path -> "its pom has <" + path + ">, which concerns the build alone");
  }

  private static Stream<String> variables(Pom pom) {
    String text = pom.element().getTextContent();
    int start = text.indexOf("${");
    return start < 0
        ? Stream.of()
        : Stream.of(
            "its pom has the variable " + text.substring(start, text.indexOf('}', start) + 1));
  }

  private Stream<String> dependencies(Pom pom) {
    return Stream.concat(
            pom.all("dependencies/dependency").stream(),
            pom.all("dependencyManagement/dependencies/dependency").stream())
        .flatMap(this::problemsOf);
  }

  private Stream<String> problemsOf(Pom dependency) {
    String name = dependency.text("groupId") + ":" + dependency.artifactId();
    Map<String, Predicate<Pom>> rules =
        Map.of(
            "has no version", each -> each.text("version").isEmpty(),
            "has a SNAPSHOT version", each -> each.text("version").endsWith("-SNAPSHOT"),
            "is of the tests", each -> each.text("scope").equals("test"),
            "is not published", this::isMissing);
    return rules.entrySet().stream()
        .filter(rule -> rule.getValue().test(dependency))
        .map(rule -> "its dependency " + name + " " + rule.getKey())
        .sorted();
  }

  private boolean isMissing(Pom dependency) {
    return dependency.text("groupId").equals(ours) && !published.contains(dependency.artifactId());
  }

  /// Returns what a BOM leaves out, as problems.
  List<String> unmanaged(Pom bom) {
    Set<String> managed =
        bom.all("dependencyManagement/dependencies/dependency").stream()
            .filter(dependency -> dependency.text("groupId").equals(ours))
            .map(Pom::artifactId)
            .collect(Collectors.toSet());
    return published.stream()
        .filter(name -> !managed.contains(name) && !name.equals(bom.artifactId()))
        .sorted()
        .map(name -> "it does not manage " + name)
        .toList();
  }
}

package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The list of what an artifact contains, in CycloneDX's form: what Maven's plugin says of the
/// libraries, held to the jars that are there, with the Java runtime and the system's packages.
/// Each file of the artifact stands at one component, as an occurrence of it; what belongs to none
/// of the others is Sluice's own, the component that the list is about.
final class Sbom {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPONENTS = "components";
  private static final String DEPENDENCIES = "dependencies";
  private static final String REF = "bom-ref";

  /// The jar that Maven's list is about, and that is no library in it.
  private static final String PROGRAM = "lib/sluice.jar";

  private static final String RUNTIME = "runtime/release";

  /// What tells scanners of an image without a package manager which packages are in it: a file for
  /// each, and one more with what it has brought.
  private static final String PACKAGES = "var/lib/dpkg/status.d/";

  private static final String SUMS = ".md5sums";
  private static final String SYSTEM = "etc/os-release";

  private final Path root;
  private final ObjectNode bom;
  private final Set<String> unnamed = new TreeSet<>();

  private Sbom(Path root, ObjectNode bom) {
    this.root = root;
    this.bom = bom;
  }

  /// Writes the list of what is below `root` into it.
  ///
  /// @param maven the list that Maven's plugin has made of the program
  /// @param location where the list is to stand, relative to `root`
  /// @throws IllegalStateException if there is a jar that Maven's list does not have
  static void write(Path maven, Path root, String location) throws IOException {
    var sbom = new Sbom(root, (ObjectNode) JSON.readTree(maven.toFile()));
    var tree = new Tree(root);
    for (Path path : tree.all()) {
      if (!Tree.isFolder(path) && !tree.location(path).equals(location)) {
        sbom.unnamed.add(tree.location(path));
      }
    }
    sbom.nameLibraries();
    sbom.addRuntime();
    sbom.addPackages();
    sbom.occurs((ObjectNode) sbom.bom.path("metadata").path("component"), Set.copyOf(sbom.unnamed));
    Files.writeString(
        root.resolve(location),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sbom.bom) + "\n");
  }

  /// Writes what Maven's list says of the libraries' licences, a line `SHA-256 LICENCE` for each of
  /// them. A licence has SPDX's name where the list knows it; several are divided by commas.
  static void writeLicences(Path maven, Path to) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode component : JSON.readTree(maven.toFile()).path(COMPONENTS)) {
      List<String> names = new ArrayList<>();
      component.path("licenses").forEach(licence -> names.add(licenceName(licence)));
      lines.add(sha256(component) + " " + String.join(", ", names));
    }
    Files.write(to, lines);
  }

  private static String licenceName(JsonNode licence) {
    JsonNode named = licence.path("license");
    String name = named.path("id").asText(named.path("name").asText());
    return licence.path("expression").asText(name);
  }

  /// Keeps the components whose jar is there, byte for byte.
  private void nameLibraries() throws IOException {
    Map<String, String> jars = jars();
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode component : bom.path(COMPONENTS)) {
      String jar = jars.remove(sha256(component));
      if (jar != null) {
        kept.add(occurs((ObjectNode) component, Set.of(jar)));
      }
    }
    if (!jars.isEmpty()) {
      throw new IllegalStateException("Maven's list does not have " + jars.values());
    }
    bom.set(COMPONENTS, kept);
    keepDependencies(kept);
  }

  private Map<String, String> jars() throws IOException {
    Map<String, String> jars = new TreeMap<>();
    for (String location : unnamed) {
      if (location.endsWith(".jar") && !location.endsWith(PROGRAM) && !isRuntime(location)) {
        jars.put(sha256(root.resolve(location)), location);
      }
    }
    return jars;
  }

  /// The runtime has a jar of its own, by which other Javas look into it.
  private static boolean isRuntime(String location) {
    return ("/" + location).contains("/runtime/lib/");
  }

  private void keepDependencies(ArrayNode kept) {
    Set<String> refs = new HashSet<>(List.of(bom.at("/metadata/component/" + REF).asText()));
    kept.forEach(component -> refs.add(component.path(REF).asText()));
    ArrayNode dependencies = JSON.createArrayNode();
    for (JsonNode dependency : bom.path(DEPENDENCIES)) {
      if (refs.contains(dependency.path("ref").asText())) {
        ArrayNode on = JSON.createArrayNode();
        dependency.path("dependsOn").forEach(ref -> addIf(refs.contains(ref.asText()), ref, on));
        dependencies.add(((ObjectNode) dependency).<ObjectNode>set("dependsOn", on));
      }
    }
    bom.set(DEPENDENCIES, dependencies);
  }

  private static void addIf(boolean wanted, JsonNode node, ArrayNode to) {
    if (wanted) {
      to.add(node);
    }
  }

  private void addRuntime() throws IOException {
    for (String release : matching(RUNTIME)) {
      Map<String, String> facts = facts(root.resolve(release), "=");
      String version =
          facts.getOrDefault("JAVA_RUNTIME_VERSION", facts.getOrDefault("JAVA_VERSION", ""));
      String number = facts.getOrDefault("JAVA_VERSION", version);
      ObjectNode runtime =
          component("platform", "openjdk", version, "pkg:generic/openjdk@" + encoded(version));
      runtime.put("cpe", "cpe:2.3:a:oracle:openjdk:" + number + ":*:*:*:*:*:*:*");
      ArrayNode modules = runtime.putArray(COMPONENTS);
      for (String module : facts.getOrDefault("MODULES", "").split(" ", -1)) {
        modules.addObject().put("type", "library").put("name", module).put("version", number);
      }
      occurs(runtime, below(release.substring(0, release.length() - "release".length())));
    }
  }

  private List<String> matching(String end) {
    return unnamed.stream().filter(location -> ("/" + location).endsWith("/" + end)).toList();
  }

  private SortedSet<String> below(String folder) {
    return unnamed.stream()
        .filter(location -> location.startsWith(folder))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void addPackages() throws IOException {
    for (String status : below(PACKAGES)) {
      if (!status.endsWith(SUMS)) {
        addPackage(status);
      }
    }
  }

  private void addPackage(String status) throws IOException {
    Map<String, String> facts = facts(root.resolve(status), ": ");
    Map<String, String> system = facts(root.resolve(SYSTEM), "=");
    String name = facts.getOrDefault("Package", "");
    String version = facts.getOrDefault("Version", "");
    String id = system.getOrDefault("ID", "linux");
    ObjectNode component =
        component(
            "library",
            name,
            version,
            "pkg:deb/%s/%s@%s?arch=%s&distro=%s-%s"
                .formatted(
                    id,
                    name,
                    encoded(version),
                    facts.getOrDefault("Architecture", ""),
                    id,
                    system.getOrDefault("VERSION_ID", "")));
    Set<String> files = new TreeSet<>(Set.of(status, status + SUMS));
    for (String line : Files.readAllLines(root.resolve(status + SUMS))) {
      files.add(line.split(" +", 2)[1]);
    }
    occurs(component, files);
  }

  private ObjectNode component(String type, String name, String version, String purl) {
    return ((ArrayNode) bom.path(COMPONENTS))
        .addObject()
        .put("type", type)
        .put(REF, purl)
        .put("name", name)
        .put("version", version)
        .put("purl", purl);
  }

  /// Gives files to a component.
  private ObjectNode occurs(ObjectNode component, Collection<String> locations) {
    if (!unnamed.containsAll(locations)) {
      throw new IllegalStateException(component.path("name") + " has files that are not there");
    }
    ArrayNode occurrences = component.putObject("evidence").putArray("occurrences");
    locations.stream().sorted().forEach(at -> occurrences.addObject().put("location", at));
    unnamed.removeAll(locations);
    return component;
  }

  /// Reads the lines `NAME=value` or `Name: value` of a file; values may be in quotes.
  private static Map<String, String> facts(Path file, String separator) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split(separator, 2))
        .filter(fact -> fact.length == 2)
        .collect(
            Collectors.toMap(
                fact -> fact[0], fact -> fact[1].replace("\"", ""), (first, second) -> first));
  }

  private static String encoded(String version) {
    return URLEncoder.encode(version, UTF_8);
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.path("content").asText();
      }
    }
    return "";
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

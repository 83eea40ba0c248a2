package dev.sluice.lab.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gateway that cases are tried on: its configuration, and its share of the system.
///
/// @param config its configuration; `%PORT%` stands for the provider's port, and `%FOLDER%` for a
///   folder of its own
/// @param key the key of its honest client; empty where none is asked, or where it is one of a
///   store that is made for it
/// @param jvm options of its JVM
/// @param descriptors how many files it may have open; 0: as many as this process
/// @param ownSession whether it has a session of its own, so that no terminal controls it
/// @param limit of its process, in MiB; 0 for none, and below where it has the memory of its JVM
record Setup(
    String config, String key, List<String> jvm, int descriptors, boolean ownSession, int limit) {
  /// How cli/jvm.options divides the heap, which a process without them would divide otherwise.
  private static final List<String> USUAL_HEAP =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:NewSize=20m",
          "-XX:MaxNewSize=20m",
          "-XX:SurvivorRatio=4",
          "-XX:+UseCompactObjectHeaders");

  private static final int UNSIZED = -1;
  private static final int UNLIMITED = 0;
  private static final int LEAST = 300;

  /// The credentials that the gateway shows the provider, which no client may ever see.
  public static final String SECRET = "sk-hostile-secret-000001";

  public static final String FIRST_KEY = "first-key-of-a-client";
  public static final String SECOND_KEY = "second-key-of-a-client";
  public static final String THIRD_KEY = "third-key-of-a-client";

  /// A provider for each matter, so that what one case does to it is not felt by the next.
  private static final String PROVIDERS =
      "providers:\n"
          + providers(
              "", "up", "assembled", "cached", "paid", "fresh", "answers", "stormy", "sticky")
          + providers("", "anthropic").replace("compatible", "anthropic, api: openai")
          + providers("", "gemini").replace("compatible", "gemini, api: openai")
          + providers("", "deepseek").replace("compatible", "deepseek")
          + providers("", "spoken").replace("compatible", "anthropic").replace("/v1", "")
          + providers(", limits: {\"*\": {tpm: 60K}}", "limited")
          + providers(", concurrency: 1", "narrow");

  private static final String ROUTES =
      "routes:\n"
          + routes(
              "", "up", "anthropic", "gemini", "deepseek", "paid", "stormy", "limited", "narrow")
          + routes(", upstream_stream: always", "assembled")
          + routes(", cache: {max: %CACHE%MiB}, coalesce: true", "cached")
          + routes(", retry: off", "spoken", "fresh")
          + routes(", retry: off, breaker: off", "answers")
          + routes(", affinity: prefix", "sticky");

  private static final String LISTEN =
      "listen: \"127.0.0.1:0\", header_timeout: 1s, body_timeout: 1s, drain: 1s";

  /// A gateway without keys, as a quick start has it.
  public static final Setup OPEN = of(LISTEN, "", "-Xmx512m");

  /// A gateway without keys, whose clients may begin with HTTP/2.
  public static final Setup H2C = of(LISTEN + ", h2c: true", "", "-Xmx512m");

  /// A gateway with two keys as plain strings.
  public static final Setup KEYED =
      of(LISTEN + ", keys: [" + FIRST_KEY + ", " + SECOND_KEY + "]", FIRST_KEY, "-Xmx256m");

  /// A gateway with two keys, each a tenant of its own with a highest band.
  public static final Setup NAMED =
      of(
          LISTEN
              + ", keys: [{name: first, key: "
              + FIRST_KEY
              + ", tenant: one, priority: normal}, {name: second, key: "
              + SECOND_KEY
              + ", tenant: two, priority: interactive}]",
          FIRST_KEY,
          "-Xmx256m");

  /// A gateway with two teams, one of which has two keys, in each size of memory.
  public static final List<Setup> TEAMS = sizes(of(LISTEN + teams(), FIRST_KEY));

  /// A gateway with little memory of either kind.
  public static final Setup SMALL =
      of(
          LISTEN.replace("body_timeout: 1s", "body_timeout: 30s"),
          "",
          "-Xmx192m",
          "-XX:MaxDirectMemorySize=192m");

  /// The gateway of [#OPEN] in each size of memory.
  public static final List<Setup> SIZES = sizes(OPEN);

  /// A gateway with few descriptors.
  public static final Setup FEW_FILES = new Setup(LISTEN, "", List.of("-Xmx256m"), 128, false);

  /// A gateway for a case that ends, or signals, the process.
  public static final Setup SIGNALLED = new Setup(LISTEN, "", List.of("-Xmx256m"), 0, true);

  private static final String FOLDER = "%FOLDER%";

  /// Makes a setup with a store in its folder, and a key there, on the memory that JVMs of this
  /// kind have.
  ///
  /// @param jvm options of its JVM; none: what it takes by itself
  public static Setup stored(String... jvm) {
    String store = LISTEN + "}\nstore: {path: \"" + FOLDER + "/data\"";
    return of(store, "", jvm);
  }

  /// The setup with as much memory as the start script gives a process without a limit, one of 512
  /// MiB and one of 300 MiB.
  private static List<Setup> sizes(Setup setup) {
    return List.of(
        setup.ofMemory(UNLIMITED, 2_048), setup.ofMemory(512, 153), setup.ofMemory(LEAST, 63));
  }

  /// Returns whether there is a setup of its kind with less memory.
  boolean isRoomier() {
    return limit != UNSIZED && limit != LEAST;
  }

  /// The size of its process, for the title of a case; empty where that is not limited.
  String memory() {
    return limit > 0 ? ", %d MiB".formatted(limit) : "";
  }

  boolean hasStore() {
    return config.contains(FOLDER);
  }

  public Setup {
    jvm = List.copyOf(jvm);
  }

  private Setup(String config, String key, List<String> jvm, int descriptors, boolean ownSession) {
    this(config, key, jvm, descriptors, ownSession, UNSIZED);
  }

  private static Setup of(String config, String key, String... jvm) {
    return new Setup(config, key, List.of(jvm), 0, false);
  }

  /// Returns this setup with other memory.
  ///
  /// @param limit of the process, in MiB; 0 for none
  /// @param heap of its heap, and of its buffers, in MiB
  private Setup ofMemory(int limit, int heap) {
    List<String> options = new ArrayList<>(USUAL_HEAP);
    options.add("-Xmx" + heap + "m");
    options.add("-XX:MaxDirectMemorySize=" + heap + "m");
    options.add("-Dsluice.memory=" + limit + ":" + heap);
    return new Setup(config, key, options, descriptors, ownSession, limit);
  }

  /// The whole configuration, in front of a provider at `port`.
  public String yaml(int port) {
    return ("server: {" + config + "}\nadmin: {listen: \"127.0.0.1:0\"}\n" + PROVIDERS + ROUTES)
        .replace("%PORT%", Integer.toString(port))
        .replace("%CACHE%", Integer.toString(cache()));
  }

  /// The size of a cache that fits, in MiB.
  private int cache() {
    return switch (limit) {
      case LEAST -> 1;
      case 512 -> 4;
      default -> 64;
    };
  }

  /// The whole configuration of a gateway that has a folder.
  String yaml(int port, Path folder) {
    return yaml(port).replace(FOLDER, folder.toString());
  }

  /// The command that runs `program` within what this one may have.
  List<String> within(List<String> program) {
    List<String> command = new ArrayList<>();
    if (descriptors > 0) {
      command.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"));
    }
    if (ownSession) {
      command.add("setsid");
    }
    command.addAll(program);
    return command;
  }

  private static String teams() {
    return """
        , keys: [{name: first, key: %s, team: one}, {name: third, key: %s, team: one}, \
        {name: second, key: %s, team: two}]"""
        .formatted(FIRST_KEY, THIRD_KEY, SECOND_KEY);
  }

  private static String providers(String more, String... names) {
    String form =
        "  %1$s: {type: compatible, url: \"http://127.0.0.1:%%PORT%%/v1\", key: \""
            + SECRET
            + "\", allow_private: true%2$s}\n";
    return lines(form, more, names);
  }

  private static String routes(String more, String... names) {
    return lines("  %1$s: {models: [\"%1$s/*\"], targets: [{provider: %1$s}]%2$s}\n", more, names);
  }

  private static String lines(String form, String more, String... names) {
    return Stream.of(names).map(name -> form.formatted(name, more)).collect(Collectors.joining());
  }
}

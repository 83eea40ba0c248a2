package dev.sluice.lab.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
/// @param cache how large the cache of its one route with a cache is, in MiB
record Setup(
    String config, String key, List<String> jvm, int descriptors, boolean ownSession, int cache) {
  /// The credentials that the gateway shows the provider, which no client may ever see.
  public static final String SECRET = "sk-hostile-secret-000001";

  public static final String FIRST_KEY = "first-key-of-a-client";
  public static final String SECOND_KEY = "second-key-of-a-client";
  public static final String THIRD_KEY = "third-key-of-a-client";

  /// A provider for each matter, so that what one case does to it is not felt by the next.
  private static final String PROVIDERS =
      "providers:\n"
          + providers("", "up", "assembled", "cached", "paid", "fresh", "stormy", "sticky")
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
          + routes(", affinity: prefix", "sticky");

  private static final String LISTEN =
      "listen: \"127.0.0.1:0\", header_timeout: 1s, body_timeout: 1s, drain: 1s";

  /// A gateway without keys, as a quick start has it.
  public static final Setup OPEN = new Setup(LISTEN, "", List.of("-Xmx512m"), 0, false);

  /// A gateway without keys, whose clients may begin with HTTP/2.
  public static final Setup H2C =
      new Setup(LISTEN + ", h2c: true", "", List.of("-Xmx512m"), 0, false);

  /// A gateway with two keys as plain strings.
  public static final Setup KEYED =
      new Setup(
          LISTEN + ", keys: [" + FIRST_KEY + ", " + SECOND_KEY + "]",
          FIRST_KEY,
          List.of("-Xmx256m"),
          0,
          false);

  /// A gateway with two keys, each a tenant of its own with a highest band.
  public static final Setup NAMED =
      new Setup(
          LISTEN
              + ", keys: [{name: first, key: "
              + FIRST_KEY
              + ", tenant: one, priority: normal}, {name: second, key: "
              + SECOND_KEY
              + ", tenant: two, priority: interactive}]",
          FIRST_KEY,
          List.of("-Xmx256m"),
          0,
          false);

  /// A gateway with two teams, one of which has two keys, and as much memory as the start script
  /// gives a process without a limit.
  public static final Setup TEAMS =
      new Setup(LISTEN + teams(), FIRST_KEY, List.of(), 0, false).ofMemory(0, 2_048);

  /// The gateway of [#TEAMS] in 512 MiB.
  public static final Setup TEAMS_IN_512 = TEAMS.ofMemory(512, 153);

  /// The gateway of [#TEAMS] in 300 MiB.
  public static final Setup TEAMS_IN_300 = TEAMS.ofMemory(300, 63);

  /// A gateway with little memory of either kind.
  public static final Setup SMALL =
      new Setup(
          LISTEN.replace("body_timeout: 1s", "body_timeout: 30s"),
          "",
          List.of("-Xmx192m", "-XX:MaxDirectMemorySize=192m"),
          0,
          false);

  /// A gateway with little memory for bodies.
  public static final Setup TIGHT =
      new Setup(
          LISTEN.replace("body_timeout: 1s", "body_timeout: 30s") + ", bodies: 64MiB",
          "",
          List.of("-Xmx256m"),
          0,
          false);

  /// A gateway with as much memory as the start script gives a process without a limit.
  public static final Setup ROOMY = OPEN.ofMemory(0, 2_048);

  /// A gateway with as much memory as the start script gives a process of 512 MiB.
  public static final Setup OF_512_MIB = OPEN.ofMemory(512, 153);

  /// A gateway with as much memory as the start script gives a process of 300 MiB.
  public static final Setup OF_300_MIB = OPEN.ofMemory(300, 63);

  /// The setups that have more memory than another one of their kind, and else are the same.
  private static final Set<Setup> ROOMIER = Set.of(ROOMY, OF_512_MIB, TEAMS, TEAMS_IN_512);

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
    return new Setup(store, "", List.of(jvm), 0, false);
  }

  /// Returns whether there is a setup of its kind with less memory.
  boolean isRoomier() {
    return ROOMIER.contains(this);
  }

  boolean hasStore() {
    return config.contains(FOLDER);
  }

  public Setup {
    jvm = List.copyOf(jvm);
  }

  private Setup(String config, String key, List<String> jvm, int descriptors, boolean ownSession) {
    this(config, key, jvm, descriptors, ownSession, 64);
  }

  /// Returns this setup with other memory.
  ///
  /// @param limit of the process, in MiB; 0 for none
  /// @param heap of its heap, and of its buffers, in MiB
  Setup ofMemory(int limit, int heap) {
    List<String> options =
        List.of(
            "-Xmx" + heap + "m",
            "-XX:MaxDirectMemorySize=" + heap + "m",
            "-Dsluice.memory=" + limit + ":" + heap);
    return new Setup(config, key, options, descriptors, ownSession, heap / 32);
  }

  /// The whole configuration, in front of a provider at `port`.
  public String yaml(int port) {
    return ("server: {" + config + "}\nadmin: {listen: \"127.0.0.1:0\"}\n" + PROVIDERS + ROUTES)
        .replace("%PORT%", Integer.toString(port))
        .replace("%CACHE%", Integer.toString(cache));
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

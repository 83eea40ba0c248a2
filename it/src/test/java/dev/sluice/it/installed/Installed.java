package dev.sluice.it.installed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Packages of other languages, installed from their pinned lists, each file by its hash, and
/// programs of Debian. All checkouts of a user share them, since they depend on those lists, the
/// system and its Python alone.
public final class Installed {
  /// Where programs and lists of Python are.
  public static final Path PYTHON = Path.of("src", "test", "python").toAbsolutePath();

  /// By its real path, since what Python compiles is found by that.
  private static final Path KEPT = folder();

  private static final Path COMPILED = KEPT.resolve("compiled");
  private static final Path PROGRAMS = Path.of("target", "npm").toAbsolutePath();

  private static final Path DEBIAN = Path.of("src", "test", "debian").toAbsolutePath();
  private static final Path GO = Path.of("src", "test", "go").toAbsolutePath();
  private static final Path NPM = Path.of("src", "test", "npm").toAbsolutePath();

  private static final Path AGENTS = NPM.resolve("agents");

  /// The list of the one package that is looked into and not run.
  public static final String LITELLM = "litellm";

  private static final String UV = "uv";

  /// The registry in what pip tells of its settings, those of the environment first.
  private static final Pattern INDEX = Pattern.compile("\\.index-url='([^']+)'");

  private static final String SYSTEM = system();

  /// One for each folder: the system's lock of a file is one of a whole process.
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private Installed() {}

  /// The user's cache, or a folder beside the tests where that cannot be written.
  private static Path folder() {
    Path caches = Path.of(Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), ""));
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    Path shared = (caches.isAbsolute() ? caches : home).resolve("sluice").resolve("clients");
    if (!shared.isAbsolute()) {
      return Path.of(".clients").toAbsolutePath();
    }
    try {
      Files.createDirectories(shared);
      return Files.isWritable(shared) ? shared.toRealPath() : Path.of(".clients").toAbsolutePath();
    } catch (IOException e) {
      return Path.of(".clients").toAbsolutePath();
    }
  }

  /// What programs are compiled for: the system with its release, the processor, and Python.
  private static String system() {
    Path release = Path.of("/etc/os-release");
    try {
      return System.getProperty("os.name")
          + System.getProperty("os.arch")
          + (Files.isReadable(release) ? Files.readString(release) : "")
          + run(PYTHON, "python3", "--version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Installs the packages of npm and Python one after the other: `java Installed.java`, in the
  /// folder of this module. Tests that take one wait for it alone.
  public static void main(String[] arguments) throws IOException {
    agents();
    for (Path lock : lists(NPM, "package-lock.json")) {
      Path folder = lock.resolveSibling("");
      if (!folder.equals(AGENTS)) {
        npm(NPM.relativize(folder).toString());
      }
    }
    for (Path list : lists(PYTHON, ".txt")) {
      String name = list.getFileName().toString().replace(".txt", "");
      switch (name) {
        case LITELLM -> wheel(name);
        case UV -> installer();
        default -> python(name);
      }
    }
  }

  private static List<Path> lists(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  /// A Python with the packages of a list.
  ///
  /// @param list names a file among the programs of Python, without `.txt`
  /// @return its command
  public static String python(String list) {
    Path home = kept(list, PYTHON.resolve(list + ".txt"), Installed::fillPython);
    return home.resolve("bin").resolve("python").toString();
  }

  /// Lets a process of Python or Node keep what it compiles, beside the packages and not among the
  /// sources, also where this process's own environment says that nothing is kept: a client starts
  /// in half of the time then. A client of Python reads one authority in place of the system's
  /// hundreds, since no call here is encrypted.
  public static void compileOnce(ProcessBuilder process) {
    Map<String, String> variables = process.environment();
    variables.remove("PYTHONDONTWRITEBYTECODE");
    variables.put("PYTHONPYCACHEPREFIX", COMPILED.toString());
    variables.put("PYTHONPATH", PYTHON.resolve("startup").toString());
    for (String authorities : List.of("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")) {
      variables.put(authorities, PYTHON.resolve("authority.pem").toString());
    }
    variables.put("NODE_COMPILE_CACHE", COMPILED.resolve("node").toString());
  }

  /// The command of the Node that packages ask for, where there is one for this machine, else that
  /// of the path. That of the packages is new enough to keep what it compiles.
  public static String node() {
    Path own = npm("matrix").resolve("node_modules").resolve(".bin").resolve("node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  /// A package of a list of one, which is not installed and has no packages that it needs beside
  /// it. It is the one for x86-64 on every machine, so that one hash does.
  ///
  /// @param list names a file among the programs of Python, without `.txt`
  /// @return its archive
  public static Path wheel(String list) {
    Path home = kept("wheel-" + list, PYTHON.resolve(list + ".txt"), Installed::fillWheel);
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder of this checkout with the packages of a lock, and with the programs beside them.
  ///
  /// @param name below `src/test/npm`; empty for that folder itself
  public static Path npm(String name) {
    Path sources = NPM.resolve(name);
    Path packages =
        kept(
            "npm-" + sources.getFileName(),
            sources.resolve("package-lock.json"),
            Installed::fillNpm);
    Path home = PROGRAMS.resolve(packages.getFileName());
    try (Stream<Path> files = Files.list(sources)) {
      Files.createDirectories(home);
      link(home.resolve("node_modules"), packages.resolve("node_modules"));
      for (Path file : files.filter(file -> file.toString().endsWith(".mjs")).toList()) {
        replace(home.resolve(sources.relativize(file)), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  /// Node looks for packages beside the program that asks for them. Another process may have made
  /// the link, or an earlier one that had its cache elsewhere.
  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileAlreadyExistsException e) {
      if (!Files.readSymbolicLink(link).equals(target)) {
        Files.delete(link);
        Files.createSymbolicLink(link, target);
      }
    }
  }

  /// The commands of coding agents. Their packages are 760 MB.
  ///
  /// @return the folder of the commands
  public static Path agents() {
    return kept("npm-agents", AGENTS.resolve("package-lock.json"), Installed::fillAgents)
        .resolve("node_modules")
        .resolve(".bin");
  }

  /// A command that runs a program: the one on the path, else that of packages of Debian, which are
  /// unpacked and not installed, since some would start a server.
  ///
  /// @param list names a file with the packages, without `.txt`
  public static List<String> program(String list, String name) {
    String folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
    for (String folder : folders.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return List.of(Path.of(folder, name).toString());
      }
    }
    Path home = kept("debian-" + list, DEBIAN.resolve(list + ".txt"), Installed::fillDebian);
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> all = files.toList();
      String libraries =
          all.stream()
              .filter(file -> file.getFileName().toString().endsWith("-linux-gnu"))
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      Path program =
          all.stream()
              .filter(
                  file ->
                      file.endsWith(Path.of("bin", name)) || file.endsWith(Path.of("sbin", name)))
              .findFirst()
              .orElseThrow();
      return List.of("env", "LD_LIBRARY_PATH=" + libraries, program.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fillDebian(Path home, Path list) {
    try {
      Files.createDirectories(home);
      String packages = String.join(" ", Files.readAllLines(list));
      run(
          home,
          "sh",
          "-c",
          "apt-get download %1$s || { apt-get update && apt-get download %1$s; }"
              .formatted(packages));
      run(home, "sh", "-c", "for each in *.deb; do dpkg -x $each . && rm $each || exit 1; done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// At once, since another process may be running what was there.
  private static void replace(Path old, Path file) throws IOException {
    Path copy = Files.createTempFile(old.getParent(), "program", ".new");
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.move(copy, old, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A program of Go, built of the pinned versions of a module.
  ///
  /// @param module a folder below `src/test/go`; the program is called as it is
  /// @param source the package of the program
  /// @return its command
  public static String go(String module, String source) {
    Path sources = GO.resolve(module);
    Path home =
        kept(
            "go-" + module,
            sources.resolve("go.sum"),
            (made, _) ->
                run(sources, "go", "build", "-o", made.resolve(module).toString(), source));
    return home.resolve(module).toString();
  }

  /// The folder of uv's command and of the pip that has installed it. uv installs a list in a tenth
  /// of the CPU time that pip takes.
  private static Path installer() {
    return kept("uv", PYTHON.resolve(UV + ".txt"), Installed::fillInstaller).resolve("bin");
  }

  private static void fillInstaller(Path home, Path list) {
    run(PYTHON, "python3", "-m", "venv", home.toString());
    pip(home.resolve("bin"), "install", "--no-compile", "--requirement=" + list);
  }

  private static String pip(Path bin, String command, String... options) {
    List<String> line = new ArrayList<>(List.of(bin.resolve("python").toString(), "-m", "pip"));
    line.addAll(List.of(command, "--quiet", "--disable-pip-version-check"));
    line.addAll(List.of("--require-hashes", "--only-binary=:all:"));
    line.addAll(List.of(options));
    return run(PYTHON, line.toArray(String[]::new));
  }

  private static void fillPython(Path home, Path list) {
    Path bin = installer();
    uv(bin, "venv", "--python=python3", home.toString());
    uv(
        bin,
        "pip",
        "install",
        "--python=" + home.resolve("bin").resolve("python"),
        "--require-hashes",
        "--only-binary=:all:",
        "--requirement=" + list);
  }

  /// Runs uv with the registry of pip's settings, and with what it fetches beside the folders that
  /// it fills, so that it links files and does not copy them.
  private static void uv(Path bin, String... arguments) {
    List<String> line = new ArrayList<>(List.of(bin.resolve("uv").toString(), "--quiet"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(PYTHON.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("UV_CACHE_DIR", KEPT.resolve("fetched").toString());
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    environment.put("UV_SYSTEM_CERTS", "true");
    String settings = run(PYTHON, bin.resolve("python").toString(), "-m", "pip", "config", "list");
    Matcher index = INDEX.matcher(settings);
    if (index.find()) {
      environment.putIfAbsent("UV_DEFAULT_INDEX", index.group(1));
    }
    run(builder);
  }

  private static void fillWheel(Path home, Path list) {
    pip(
        installer(),
        "download",
        "--no-deps",
        "--platform=manylinux_2_28_x86_64",
        "--python-version=3.11",
        "--abi=abi3",
        "--implementation=cp",
        "--dest=" + home,
        "--requirement=" + list);
  }

  private static void fillNpm(Path home, Path lock) {
    copyLock(home, lock);
    run(home, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
  }

  private static void copyLock(Path home, Path lock) {
    try {
      Files.createDirectories(home);
      for (String file : List.of("package.json", "package-lock.json")) {
        Files.copy(lock.resolveSibling(file), home.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `npm ci` would not do: it wants a lock with opencode's binaries for every platform, and a
  /// mirror of the registry need not have all of them. One script is wanted: it chooses the binary
  /// that fits this machine.
  private static void fillAgents(Path home, Path lock) {
    copyLock(home, lock);
    run(home, "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund");
    run(home.resolve("node_modules").resolve("opencode-ai"), "node", "postinstall.mjs");
  }

  private interface Filler {
    void fill(Path home, Path list);
  }

  /// A folder for what `list` holds, filled by one of the processes that run the tests.
  private static Path kept(String name, Path list, Filler filler) {
    Path home = KEPT.resolve(name + "-" + hash(list));
    if (!Files.isDirectory(home)) {
      synchronized (LOCKS.computeIfAbsent(home, _ -> new Object())) {
        fillAlone(home, list, filler);
      }
    }
    return home;
  }

  private static void fillAlone(Path home, Path list, Filler filler) {
    try {
      Files.createDirectories(KEPT);
      try (FileChannel file = FileChannel.open(beside(home, ".lock"), CREATE, WRITE);
          FileLock _ = file.lock()) {
        if (!Files.isDirectory(home)) {
          fill(home, list, filler);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fills it under another name, so that an interrupted installation is none.
  private static void fill(Path home, Path list, Filler filler) throws IOException {
    Path filled = beside(home, ".new");
    delete(filled);
    filler.fill(filled, list);
    Files.move(filled, home);
  }

  private static Path beside(Path home, String suffix) {
    return home.resolveSibling(home.getFileName() + suffix);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path list) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(SYSTEM.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash.digest(Files.readAllBytes(list)), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(Path folder, String... command) {
    return run(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static String run(ProcessBuilder builder) {
    List<String> command = builder.command();
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " said: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(
          command.getFirst() + " is needed; `./sluice test` installs it where it may", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

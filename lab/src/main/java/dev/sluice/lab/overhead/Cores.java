package dev.sluice.lab.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The assignment of processes to cores: the proxies on the first that this process may use, or on
/// the first two, this process on the second. With one core, or without `taskset`, nothing is bound
/// to a core.
///
/// @param before the cores of this process before it was bound, as `taskset` writes them
/// @param proxies the cores of the proxies; empty when nothing is bound
record Cores(String before, String proxies) implements AutoCloseable {

  /// Binds this process, its threads of now and later, and gives proxies a core.
  public static Cores bind() {
    return bind(1);
  }

  /// Binds this process, its threads of now and later.
  ///
  /// @param each how many cores a proxy has; 2 includes that of this process
  public static Cores bind(int each) {
    String before = allowed();
    List<Integer> cores = parse(before);
    if (cores.size() < 2 || !bind(cores.get(1).toString())) {
      return new Cores(before, "");
    }
    return new Cores(
        before, cores.stream().limit(each).map(String::valueOf).collect(Collectors.joining(",")));
  }

  /// Returns whether processes are bound to cores.
  public boolean bound() {
    return !proxies.isEmpty();
  }

  /// The command that runs `command` as a proxy.
  List<String> proxy(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (bound()) {
      whole.addAll(List.of("taskset", "-c", proxies));
    }
    whole.addAll(command);
    return whole;
  }

  /// Gives this process its cores back.
  @Override
  public void close() {
    if (bound()) {
      bind(before);
    }
  }

  /// Reads a list of cores such as `0-3,8`.
  static List<Integer> parse(String cores) {
    return Stream.of(cores.split(",", -1))
        .filter(range -> !range.isEmpty())
        .flatMapToInt(Cores::range)
        .boxed()
        .toList();
  }

  private static IntStream range(String range) {
    int dash = range.indexOf('-');
    return dash < 0
        ? IntStream.of(Integer.parseInt(range))
        : IntStream.rangeClosed(
            Integer.parseInt(range.substring(0, dash)),
            Integer.parseInt(range.substring(dash + 1)));
  }

  private static boolean bind(String cores) {
    String me = Long.toString(ProcessHandle.current().pid());
    try {
      return new ProcessBuilder("taskset", "-a", "-c", "-p", cores, me)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static String allowed() {
    String field = "Cpus_allowed_list:";
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(field.length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }
}

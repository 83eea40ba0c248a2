package dev.sluice.cli.console;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The program of a process, which may start itself anew with other options of the JVM. It stays
/// the same process then, with its number, its streams, and its place under a service manager or in
/// a container.
///
/// @param java the JVM's executable
/// @param arguments the JVM's options, what it runs, and the arguments of that
public record Program(String java, List<String> arguments) {
  /// What follows the JVM's options.
  private static final List<String> ENDS = List.of("-jar", "-cp");

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  public Program {
    arguments = List.copyOf(arguments);
  }

  /// The one that is running; empty where the system does not tell, as only Linux does.
  public static Optional<Program> running() {
    try {
      // Not from its ProcessHandle, which knows no command line of more than a page.
      List<String> words = List.of(Files.readString(COMMAND_LINE).split("\0", -1));
      return ProcessHandle.current()
          .info()
          .command()
          .map(java -> new Program(java, words.subList(1, words.size() - 1)));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// The same with `options` behind the JVM's own, which they outweigh.
  ///
  /// @return empty where it was started in another way than by a script or the lab
  public Optional<Program> with(List<String> options) {
    return ENDS.stream()
        .map(arguments::indexOf)
        .filter(end -> end >= 0)
        .findFirst()
        .map(end -> new Program(java, inserted(options, end)));
  }

  private List<String> inserted(List<String> options, int at) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(at, options);
    return all;
  }

  /// Puts it in the place of the running one, by `execv` of the C library (POSIX.1-2017). Returns
  /// only where that cannot be done.
  ///
  /// @return why not
  public String start() {
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> words =
          Stream.concat(Stream.of(java), arguments.stream()).map(arena::allocateFrom).toList();
      // Behind the last word there is a null pointer.
      MemorySegment array = arena.allocate(ADDRESS, words.size() + 1L);
      for (int i = 0; i < words.size(); i++) {
        array.setAtIndex(ADDRESS, i, words.get(i));
      }
      int result = (int) execv().invokeExact(words.getFirst(), array);
      return "execv has given " + result;
    } catch (Throwable e) {
      return e.toString();
    }
  }

  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static MethodHandle execv() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("execv"),
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  }
}

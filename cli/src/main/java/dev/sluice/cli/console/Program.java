package dev.sluice.cli.console;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The program of a process, which may execute itself again with other options of the JVM. The
/// process stays the same then, with its number, its streams, and its place under a service manager
/// or in a container.
///
/// @param java the JVM's executable
/// @param arguments the JVM's options, what it runs, and the arguments of that
public record Program(String java, List<String> arguments) {
  /// The last of the JVM's options, which say what it runs.
  private static final List<String> WHAT_RUNS = List.of("-jar", "-cp");

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final int FIRST_BEHIND_STREAMS = 3;

  /// The flag `CLOSE_RANGE_CLOEXEC` of Linux 5.11.
  private static final int AT_EXECUTION = 4;

  private static final String ERRNO = "errno";
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF_STATE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));

  public Program {
    arguments = List.copyOf(arguments);
  }

  /// Returns the program that is running; empty where the system does not tell, as only Linux does.
  public static Optional<Program> running() {
    try {
      // Not from its ProcessHandle, which knows no command line of more than a page.
      List<String> argv = List.of(Files.readString(COMMAND_LINE).split("\0", -1));
      return ProcessHandle.current()
          .info()
          .command()
          .map(java -> new Program(java, argv.subList(1, argv.size() - 1)));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// Returns this program with `options` behind the JVM's own, which they outweigh.
  ///
  /// @return empty where it was started in another way than by a script or the lab
  public Optional<Program> with(List<String> options) {
    return WHAT_RUNS.stream()
        .map(arguments::indexOf)
        .filter(at -> at >= 0)
        .min(Integer::compare)
        .map(at -> new Program(java, inserted(options, at)));
  }

  private List<String> inserted(List<String> options, int at) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(at, options);
    return all;
  }

  /// Executes this program in the place of the running one, by `execv` of the C library
  /// (POSIX.1-2017); what this process has open but for the three streams is closed. Returns only
  /// where that fails.
  ///
  /// @return why it failed
  public String execute() {
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> argv =
          Stream.concat(Stream.of(java), arguments.stream()).map(arena::allocateFrom).toList();
      // Behind the last argument there is a null pointer.
      MemorySegment array = arena.allocate(ADDRESS, argv.size() + 1L);
      for (int i = 0; i < argv.size(); i++) {
        array.setAtIndex(ADDRESS, i, argv.get(i));
      }
      closeAtExecution();
      MemorySegment state = arena.allocate(STATE);
      int _ = (int) execv().invokeExact(state, argv.getFirst(), array);
      return "execv has failed, errno " + (int) ERRNO_OF_STATE.get(state, 0L);
    } catch (Throwable e) {
      return e.toString();
    }
  }

  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static MethodHandle execv() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("execv"),
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
        Linker.Option.captureCallState(ERRNO));
  }

  /// Sockets of the JVM's own, such as that of JMX, would stay open otherwise, and their ports
  /// taken. An older C library or kernel does not do it.
  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static void closeAtExecution() throws Throwable {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> closeRange = linker.defaultLookup().find("close_range");
    if (closeRange.isPresent()) {
      MethodHandle call =
          linker.downcallHandle(
              closeRange.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
      int _ = (int) call.invokeExact(FIRST_BEHIND_STREAMS, -1, AT_EXECUTION);
    }
  }
}

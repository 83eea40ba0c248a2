package dev.sluice.lab.overhead;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// The bytes that the threads of another JVM have allocated on its heap, asked over JMX. The
/// program that the JVM runs needs nothing for that. Virtual threads count with the threads that
/// carry them, and threads that have ended still count. For one thread; blocks it.
record AllocationCounter(long pid, JMXConnector connector, ThreadMXBean threads)
    implements AutoCloseable {
  private static final String OPTIONS = "JDK_JAVA_OPTIONS";

  /// RMI would otherwise name the host's own address, which may not even resolve.
  private static final String ON_LOOPBACK = "-Djava.rmi.server.hostname=127.0.0.1";

  /// The bytes that had been allocated at a time.
  ///
  /// @param bytes since the JVM's start
  /// @param nanos by [Clock#nanos]
  public record Reading(long bytes, long nanos) {

    /// Bytes allocated a second since `earlier`. The load goes on while the JVM is asked, whence a
    /// rate and not a difference.
    public double perSecondSince(Reading earlier) {
      return (bytes - earlier.bytes) * 1e9 / (nanos - earlier.nanos);
    }
  }

  /// The command that runs `java` so that it can be attached to; it remains one process.
  public static List<String> attachable(List<String> java) {
    return withOption(ON_LOOPBACK, java);
  }

  /// The command that runs `java` with another option of the JVM; it remains one process.
  static List<String> withOption(String option, List<String> java) {
    String options = System.getenv().getOrDefault(OPTIONS, "");
    List<String> command = new ArrayList<>();
    command.add("env");
    command.add("%s=%s".formatted(OPTIONS, (options + " " + option).strip()));
    command.addAll(java);
    return command;
  }

  /// Begins to observe a process of this user, which was started by an [#attachable] command.
  static AllocationCounter attach(long pid) throws IOException {
    JMXConnector connector = connect(agent(pid));
    try (var rollback = Rollback.of(connector::close)) {
      ThreadMXBean threads =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class);
      AllocationCounter counter = new AllocationCounter(pid, connector, threads);
      // The first question loads classes on both sides.
      counter.read();
      return rollback.keep(counter);
    }
  }

  /// The bytes that have been allocated by now.
  ///
  /// @throws IllegalStateException if the process has ended
  public Reading read() {
    long before = Clock.SYSTEM.nanos();
    try {
      long bytes = threads.getTotalThreadAllocatedBytes();
      return new Reading(bytes, before + (Clock.SYSTEM.nanos() - before) / 2);
    } catch (UndeclaredThrowableException e) {
      throw new IllegalStateException("process " + pid + " has gone", e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException _) {
      // The process has ended, and the connection with it.
    }
  }

  /// The values that it reads come from a process that the lab has started.
  @SuppressWarnings("BanJNDI")
  private static JMXConnector connect(String address) throws IOException {
    return JMXConnectorFactory.connect(new JMXServiceURL(address));
  }

  private static String agent(long pid) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        return jvm.startLocalManagementAgent();
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot attach to process " + pid + ": " + e.getMessage(), e);
    }
  }
}

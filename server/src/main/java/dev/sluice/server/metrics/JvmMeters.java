package dev.sluice.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/// The meters of the JVM and of its process, by Micrometer's own binders. Two of those have names
/// that Prometheus' conventions forbid, and are left out: the process's processor time has a meter
/// in seconds here instead.
final class JvmMeters implements AutoCloseable {
  private static final Set<String> LEFT_OUT = Set.of("process.cpu.time", "system.cpu.count");
  private static final double NANOS = 1e9;

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// Keeps the meters out whose names are not fit; to be told to the registry before all else.
  static MeterFilter filter() {
    return MeterFilter.deny(id -> LEFT_OUT.contains(id.getName()));
  }

  JvmMeters(MeterRegistry registry) {
    List<MeterBinder> all =
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics(),
            collections);
    all.forEach(meters -> meters.bindTo(registry));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, s -> s.getProcessCpuTime() / NANOS)
          .baseUnit("seconds")
          .description("the processor time that the process has used")
          .register(registry);
    }
  }

  /// Removes the listener for collections.
  @Override
  public void close() {
    collections.close();
  }
}

package dev.sluice.build;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The class loader of javac's plugins, one for all compilations on a thread of Maven. Without it
/// each of some fifty compilations loads the 3,600 classes of Error Prone and NullAway anew, and
/// the JVM compiles them anew.
///
/// The compiler finds it by the option `-XDprocloader` in pom.xml and on the boot class path of
/// .mvn/jvm.config, where `./sluice` has put it; where it is not there it makes a loader of its
/// own. None is closed, since javac closes loaders that are Closeable, which this one is not.
public final class KeptPlugins extends ClassLoader {
  private static final ThreadLocal<Map<String, ClassLoader>> KEPT =
      ThreadLocal.withInitial(HashMap::new);

  /// Called by javac.
  public KeptPlugins(URL[] plugins, ClassLoader parent) {
    super(
        KEPT.get()
            .computeIfAbsent(
                Arrays.toString(plugins), _ -> new URLClassLoader(plugins, parent)));
  }
}

package dev.sluice.sim.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files, the last so many of them: the eldest go when there are more, or more bytes. Safe for any
/// number of threads.
final class KeptFiles {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 512L << 20;

  private final int most;
  private final long mostBytes;

  @GuardedBy("this")
  private final Map<String, KeptFile> files = new LinkedHashMap<>();

  @GuardedBy("this")
  private long bytes;

  KeptFiles() {
    this(MOST, MOST_BYTES);
  }

  /// @param most files
  /// @param mostBytes of all of them; a single file may have more
  KeptFiles(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  synchronized void keep(KeptFile file) {
    files.put(file.id(), file);
    bytes += file.content().length;
    Iterator<KeptFile> eldest = files.values().iterator();
    while (files.size() > 1 && (files.size() > most || bytes > mostBytes)) {
      bytes -= eldest.next().content().length;
      eldest.remove();
    }
  }

  /// The file with this id; null where there is none of this owner's.
  synchronized @Nullable KeptFile find(BatchDialect dialect, String id, String owner) {
    KeptFile file = files.get(id);
    return file != null && file.dialect() == dialect && file.owner().equals(owner) ? file : null;
  }

  /// The files of an owner, the eldest first.
  synchronized List<KeptFile> list(BatchDialect dialect, String owner) {
    List<KeptFile> found = new ArrayList<>();
    for (KeptFile file : files.values()) {
      if (file.dialect() == dialect && file.owner().equals(owner)) {
        found.add(file);
      }
    }
    return found;
  }

  synchronized void remove(String id) {
    KeptFile file = files.remove(id);
    if (file != null) {
      bytes -= file.content().length;
    }
  }
}

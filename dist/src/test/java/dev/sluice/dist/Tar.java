package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// What is in a tar.
record Tar(List<Entry> entries) {
  /// A file, folder or link, with its content.
  static final class Entry {
    private final TarArchiveEntry head;
    private final byte[] content;

    Entry(TarArchiveEntry head, byte[] content) {
      this.head = head;
      this.content = content;
    }

    TarArchiveEntry head() {
      return head;
    }

    byte[] content() {
      return content;
    }

    String name() {
      return head.getName();
    }

    String text() {
      return new String(content, UTF_8);
    }

    int mode() {
      return head.getMode() & 0777;
    }
  }

  static Tar read(InputStream from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (var tar = new TarArchiveInputStream(from)) {
      for (TarArchiveEntry head = tar.getNextEntry(); head != null; head = tar.getNextEntry()) {
        entries.add(new Entry(head, tar.readAllBytes()));
      }
    }
    return new Tar(entries);
  }

  static Tar unzip(byte[] bytes) throws IOException {
    return read(new GZIPInputStream(new ByteArrayInputStream(bytes)));
  }

  Entry get(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  /// Returns the names of all that are no folders.
  List<String> files() {
    return entries.stream().map(Entry::name).filter(name -> !name.endsWith("/")).toList();
  }
}

package dev.sluice.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataConsumer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.PackagingException;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveEntry;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarConstants;

/// A Debian package of a folder that stands for `/`. All files are root's; their permissions and
/// symbolic links are those in the folder.
///
/// @param moment when all files were changed
record DebianPackage(Tree tree, Instant moment) {

  /// Writes the package.
  ///
  /// @param control a folder with the file `control`, the list of configuration files and the
  ///   scripts for installation and removal
  static void write(Path root, Path control, Path deb, Instant moment) throws PackagingException {
    var files = new DebianPackage(new Tree(root), moment);
    var maker = new DebMaker(new Silence(), List.of(files::produce), List.of());
    maker.setControl(control.toFile());
    maker.setDeb(deb.toFile());
    maker.setChangesEnabled(false);
    maker.setOutputTimestampMs(moment.toEpochMilli());
    maker.validate();
    maker.makeDeb();
  }

  private void produce(DataConsumer consumer) throws IOException {
    for (Path path : tree.all()) {
      if (Tree.isFolder(path)) {
        consumer.onEachDir(entry(path, TarConstants.LF_DIR, Tree.mode(path)));
      } else if (Files.isSymbolicLink(path)) {
        TarArchiveEntry link = entry(path, TarConstants.LF_SYMLINK, 0777);
        link.setLinkName(Files.readSymbolicLink(path).toString());
        consumer.onEachLink(link);
      } else {
        TarArchiveEntry file = entry(path, TarConstants.LF_NORMAL, Tree.mode(path));
        file.setSize(Files.size(path));
        try (InputStream content = Files.newInputStream(path)) {
          consumer.onEachFile(content, file);
        }
      }
    }
  }

  private TarArchiveEntry entry(Path path, byte type, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + tree.location(path), type);
    entry.setMode(mode);
    entry.setNames("root", "root");
    entry.setIds(0, 0);
    entry.setModTime(moment.toEpochMilli());
    return entry;
  }

  /// Nothing that jdeb says of its work is worth a line; what fails it throws.
  private static final class Silence implements Console {
    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}
  }
}

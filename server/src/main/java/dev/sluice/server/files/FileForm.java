package dev.sluice.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.head.FormType;
import dev.sluice.batches.file.ContentWriter;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.dialect.multipart.MultipartFlaw;
import dev.sluice.dialect.multipart.MultipartScanner;
import dev.sluice.dialect.multipart.PartHead;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A form in parts with one file, which is written while it comes, and a few short fields before or
/// behind it. Confined to one thread.
final class FileForm implements MultipartScanner.Listener, AutoCloseable {
  private static final int PIECE = 64 * 1024;

  /// The longest field, in bytes.
  private static final int FIELD_MAX = 4 * 1024;

  /// Begins to write the file.
  @FunctionalInterface
  interface Opener {
    /// Begins it.
    ///
    /// @param said what stands in front of the file
    ContentWriter open(FileFields said) throws ResourceFault, IOException, InterruptedException;
  }

  /// What ends the scan from within: the scanner knows no other faults than its own.
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped(Exception why) {
      super(why.getMessage(), why, false, false);
    }
  }

  private final String fileField;
  private final Opener opener;
  private final FileFields said = new FileFields();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream(0);
  private String part = "";
  private boolean inFile;
  private @Nullable ContentWriter writer;

  /// @param fileField the name of the field that is the file
  FileForm(String fileField, Opener opener) {
    this.fileField = fileField;
    this.opener = opener;
  }

  /// Reads the form to its end.
  void read(ResourceRequest request) throws ResourceFault, IOException, InterruptedException {
    String boundary = FormType.boundary(request.headers());
    if (boundary.isEmpty()) {
      throw ResourceFaults.fault(
          415,
          "unsupported_media_type",
          "",
          "Content-Type must be multipart/form-data, with its boundary");
    }
    try {
      scan(request, new MultipartScanner(boundary, this));
    } catch (MultipartFlaw flaw) {
      throw ResourceFaults.fault(400, "invalid_form", flaw.name(), flaw.words());
    } catch (Stopped stopped) {
      switch (stopped.getCause()) {
        case ResourceFault fault -> throw fault;
        case IOException fault -> throw fault;
        case InterruptedException ended -> throw ended;
        case null, default -> throw stopped;
      }
    }
    if (writer == null) {
      throw ResourceFaults.missing(
          fileField, "send the file as a part of the form, with a filename");
    }
    if (writer.size() == 0) {
      throw ResourceFaults.invalid(fileField, "is empty");
    }
  }

  private static void scan(ResourceRequest request, MultipartScanner scanner)
      throws MultipartFlaw, IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    for (int count = request.read(piece); count >= 0; count = request.read(piece)) {
      scanner.feed(piece, 0, count);
    }
    scanner.finish();
  }

  @Override
  public void begins(PartHead head) throws MultipartFlaw {
    part = head.name();
    inFile = part.equals(fileField);
    field.reset();
    if (inFile != head.file()) {
      throw MultipartFlaw.of(
          part, inFile ? "must be a file: say its filename" : "must be a field, and no file");
    }
    if (inFile) {
      beginFile(head);
    }
  }

  private void beginFile(PartHead head) throws MultipartFlaw {
    if (writer != null) {
      throw MultipartFlaw.of(part, "stands there twice; send one file a request");
    }
    try {
      said.put("filename", head.fileName());
      writer = opener.open(said);
    } catch (ResourceFault | IOException | InterruptedException why) {
      throw new Stopped(why);
    }
  }

  @Override
  public void content(byte[] a, int from, int to) throws MultipartFlaw {
    ContentWriter file = writer;
    if (!inFile) {
      keep(a, from, to);
    } else if (file != null) {
      try {
        file.write(ByteBuffer.wrap(a, from, to - from));
      } catch (IOException why) {
        throw new Stopped(why);
      }
    }
  }

  private void keep(byte[] a, int from, int to) throws MultipartFlaw {
    if (field.size() + to - from > FIELD_MAX) {
      throw MultipartFlaw.of(part, "is longer than " + FIELD_MAX + " bytes");
    }
    field.write(a, from, to - from);
  }

  @Override
  public void ends(long start, long end) {
    if (!inFile) {
      try {
        said.put(part, field.toString(UTF_8));
      } catch (ResourceFault twice) {
        throw new Stopped(twice);
      }
    }
  }

  /// What the form says of the file.
  FileFields said() {
    return said;
  }

  /// Makes the file.
  StoredFile end(NewFile asked) throws IOException, InterruptedException {
    file().describe(asked);
    return end();
  }

  /// Makes the file that was described when it began.
  StoredFile end() throws IOException, InterruptedException {
    return file().commit();
  }

  private ContentWriter file() {
    ContentWriter file = writer;
    if (file == null) {
      throw new IllegalStateException("the form was not read");
    }
    return file;
  }

  /// Drops a file that was not made.
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}

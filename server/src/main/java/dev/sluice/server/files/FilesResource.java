package dev.sluice.server.files;

import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.batches.file.FileOwner;
import dev.sluice.batches.file.FileQuery;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.Client;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceReply;
import dev.sluice.server.edge.ResourceRequest;
import dev.sluice.server.edge.StorableText;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Answers requests about files, and about files that come in parts. A file belongs to the team of
/// the key that has brought it; that of another team is answered as one that there is not.
public final class FilesResource implements Resource {
  /// How many files a page has at most, whatever is asked for: it is held whole.
  private static final int PAGE = 1_000;

  private static final int LIMIT = 10_000;

  private final FileStore files;
  private final UploadRequests uploads;
  private final FileFaults faults;
  private final Clock clock;

  /// @param note takes a line for the operator, of what keeps files from being written or read
  public FilesResource(FileStore files, Clock clock, Consumer<String> note) {
    this.files = files;
    this.uploads = new UploadRequests(files, clock);
    this.faults = new FileFaults(note, clock);
    this.clock = clock;
  }

  /// Whose files a client's are.
  public static FileOwner owner(Client client) {
    return new FileOwner(client.ownerName(), client.name());
  }

  @Override
  public void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    try {
      switch (request.endpoint()) {
        case Endpoint.Files(String id, String path) -> answer(request, id, path, reply);
        case Endpoint.Uploads(String id, String path) ->
            reply.json(uploads.answer(request, id, path));
        default -> throw new IllegalStateException("no files: " + request.endpoint());
      }
    } catch (FileRefused why) {
      throw faults.of(why);
    }
  }

  private void answer(ResourceRequest request, String id, String path, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    if (path.isEmpty()) {
      reply.json(id.isEmpty() ? all(request) : one(request, id));
    } else {
      new FileContent(find(request, id)).send(files, request.headers(), reply);
    }
  }

  private String all(ResourceRequest request)
      throws ResourceFault, IOException, InterruptedException {
    return request.method().equals("POST") ? create(request) : list(request);
  }

  private String one(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    if (!request.method().equals("DELETE")) {
      return FileJson.of(find(request, id));
    }
    String team = owner(request.client()).team();
    return files
        .delete(team, id)
        .map(file -> FileJson.deleted(file.id()))
        .orElseThrow(() -> unknown(id));
  }

  private StoredFile find(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    return files.find(owner(request.client()).team(), id).orElseThrow(() -> unknown(id));
  }

  private String create(ResourceRequest request)
      throws ResourceFault, IOException, InterruptedException {
    FileOwner owner = owner(request.client());
    try (var form =
        new FileForm(
            "file",
            said ->
                files.create(
                    owner, said.has("purpose") ? said.file(clock.millis()) : NewFile.UNSAID))) {
      form.read(request);
      return FileJson.of(form.end(form.said().file(clock.millis())));
    }
  }

  private String list(ResourceRequest request)
      throws ResourceFault, IOException, InterruptedException {
    TargetQuery query = request.query();
    String order = Objects.requireNonNullElse(query.get("order"), "desc");
    if (!order.equals("asc") && !order.equals("desc")) {
      throw ResourceFaults.invalid("order", "must be asc or desc");
    }
    int most = Math.min(PAGE, request.limit(LIMIT, LIMIT));
    List<StoredFile> found =
        files.list(
            owner(request.client()).team(),
            new FileQuery(
                StorableText.of("purpose", Objects.requireNonNullElse(query.get("purpose"), "")),
                Objects.requireNonNullElse(query.get("after"), ""),
                most + 1,
                order.equals("asc")));
    return FileJson.list(found, most);
  }

  private static ResourceFault unknown(String id) {
    return ResourceFaults.unknown("file", id, "list those of your team by GET /v1/files");
  }
}

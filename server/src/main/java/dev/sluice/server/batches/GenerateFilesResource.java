package dev.sluice.server.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.batches.Batch;
import dev.sluice.batches.ClientApi;
import dev.sluice.batches.file.FileQuery;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceReply;
import dev.sluice.server.edge.ResourceRequest;
import dev.sluice.server.files.FileContent;
import dev.sluice.server.files.FileFaults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Answers requests about files in the form of Gemini's API, as far as batches need them: those
/// that hold requests, and the answers of batches whose requests have come in a file, which are
/// made when they are fetched. They are the files of the team, whatever API has brought them.
///
/// @param faults of files
/// @param tokens of uploads
record GenerateFilesResource(InputWriter inputs, FileFaults faults, UploadTokens tokens)
    implements Resource {
  private static final int PAGE = 10;
  private static final int MOST_PAGE = 100;
  private static final String TOKEN = "pageToken";

  @Override
  public void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    try {
      if (!(request.endpoint() instanceof Endpoint.GenerateFiles(String id, String path))) {
        throw new IllegalStateException("no files of a model's calls: " + request.endpoint());
      }
      var uploads = new GenerateUploads(inputs.files(), tokens);
      switch (path) {
        case Endpoint.GenerateFiles.UPLOAD -> uploads.answer(request, reply);
        case Endpoint.GenerateFiles.BY_TOKEN -> uploads.answerByToken(request, id, reply);
        case ":download" -> download(request, id, reply);
        default -> reply.json(id.isEmpty() ? list(request) : one(request, id));
      }
    } catch (StoreException away) {
      throw BatchFaults.of(away);
    } catch (FileRefused why) {
      throw faults.of(why);
    }
  }

  private static String address(ResourceRequest request) {
    return request.address().orElse("");
  }

  private String list(ResourceRequest request)
      throws ResourceFault, IOException, InterruptedException {
    TargetQuery query = request.query();
    int most = Math.min(MOST_PAGE, request.number("pageSize", PAGE, Integer.MAX_VALUE));
    String after = Objects.requireNonNullElse(query.get(TOKEN), "");
    var asked = new FileQuery("", after, most + 1, false);
    List<StoredFile> found = inputs.files().list(request.client().ownerName(), asked);
    List<StoredFile> page = found.subList(0, Math.min(most, found.size()));
    return GenerateFileView.list(page, found.size() > most, address(request));
  }

  private String one(ResourceRequest request, String id)
      throws ResourceFault, StoreException, IOException, InterruptedException {
    if (request.method().equals("DELETE")) {
      return delete(request.client().ownerName(), id);
    }
    Optional<Batch> answers = answers(request, id);
    return answers.isPresent()
        ? GenerateFileView.of(answers.get(), address(request)).toString()
        : GenerateFileView.of(find(request, id), address(request)).toString();
  }

  private String delete(String team, String id)
      throws ResourceFault, IOException, InterruptedException {
    if (inputs.files().delete(team, id).isEmpty()) {
      throw unknown(id);
    }
    return "{}";
  }

  private StoredFile find(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    return inputs.files().find(request.client().ownerName(), id).orElseThrow(() -> unknown(id));
  }

  private static ResourceFault unknown(String id) {
    return ResourceFaults.unknown("file", id, "list those of your team by GET /v1beta/files");
  }

  /// The batch of this name whose answers are a file.
  private Optional<Batch> answers(ResourceRequest request, String id)
      throws StoreException, InterruptedException {
    return inputs
        .batches()
        .by(ClientApi.GEMINI)
        .find(request.client().ownerName(), id)
        .filter(GenerateBatchView::isByFile)
        .filter(OpenResults::has);
  }

  private void download(ResourceRequest request, String id, ResourceReply reply)
      throws ResourceFault, StoreException, IOException, InterruptedException {
    Optional<Batch> answers = answers(request, id);
    if (answers.isEmpty()) {
      new FileContent(find(request, id)).send(inputs.files(), request.headers(), reply);
      return;
    }
    try (OpenResults results = OpenResults.of(answers.get(), inputs.files())) {
      var out = new AnswerBlocks(reply.content(200, "application/jsonl", Map.of(), -1));
      new GenerateResults(out, false).add(results.readers());
      out.finish();
    }
  }
}

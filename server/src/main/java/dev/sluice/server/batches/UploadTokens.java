package dev.sluice.server.batches;

import dev.sluice.accounts.terms.ResourceScope;
import dev.sluice.api.TargetQuery;
import dev.sluice.batches.file.FileOwner;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredUpload;
import dev.sluice.batches.file.Uploads;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.util.function.Supplier;

/// The tokens of uploads. Google's clients show their key to the address where an upload begins,
/// and send nothing but the content to the one that they are told, which therefore has a token: it
/// is good for that upload alone, until that ends, and for as long as the key that has begun it may
/// bring files.
///
/// @param files have the uploads
/// @param inner knows the keys that there are
record UploadTokens(FileStore files, Supplier<InnerCalls> inner) {
  /// The name of an upload in queries.
  static final String ID = "upload_id";

  /// Begins an upload.
  ///
  /// @param bytes how many its content has
  /// @return the query by which the content comes
  String begin(FileOwner owner, NewFile file, long bytes) throws FileRefused, InterruptedException {
    Uploads.Granted made = files.uploads().createWithToken(owner, file, bytes);
    return "%s=%s&%s=%s".formatted(ID, made.upload().id(), TargetQuery.UPLOAD_TOKEN, made.token());
  }

  /// The upload that has a token.
  StoredUpload upload(String id, String token)
      throws ResourceFault, FileRefused, InterruptedException {
    StoredUpload upload =
        files
            .uploads()
            .findByToken(id, token)
            .orElseThrow(() -> ResourceFaults.unknown("upload", id, "begin another one"));
    requireKey(upload.owner());
    return upload;
  }

  /// Checks that the key which has begun an upload may bring files still.
  private void requireKey(FileOwner owner) throws ResourceFault {
    Found found = inner.get().client(owner.key());
    if (found instanceof Found.Refused(Reason why) && why == Reason.UNAVAILABLE) {
      throw ResourceFaults.unavailable(
          "whether the key that has begun this upload is good is not known now; try again");
    }
    boolean may =
        found instanceof Found.Admitted(Client client)
            && client.ownerName().equals(owner.team())
            && client.terms().scope().allows(ResourceScope.FILES);
    if (!may) {
      throw BatchFaults.keylessUpload();
    }
  }
}

package dev.sluice.config.file;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.GoogleAuth.File;
import dev.sluice.config.provider.GoogleAuth.Metadata;
import dev.sluice.config.provider.GoogleAuth.Source;
import dev.sluice.config.value.FilePath;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reader of `auth` of the kind `google`: a file of credentials, or the metadata server, in the
/// order of Google's application default credentials.
final class GoogleAuthReader {
  private static final Type<Boolean> SOURCE =
      Types.oneOf(Map.entry("file", true), Map.entry("metadata", false));

  private static final String METADATA = "http://metadata.google.internal";

  private GoogleAuthReader() {}

  static Optional<Auth> read(Section in, URI url) {
    Optional<Boolean> ofFile = in.get("source", SOURCE);
    Optional<Path> file = in.get("file", new FilePath());
    String scope = in.get("scope", Types.TEXT, GoogleAuth.CLOUD);
    Optional<String> whom = in.get("impersonate", Types.TEXT);
    List<String> delegates = in.list("delegates", Types.TEXT);
    boolean selfSigned = in.get("self_signed", Types.BOOLEAN, false);
    Optional<String> found = file.map(Path::toString).or(() -> file(in));
    Source source = source(in, ofFile, found);
    return Optional.of(new GoogleAuth(source, scope, whom, delegates, selfSigned));
  }

  private static Source source(Section in, Optional<Boolean> ofFile, Optional<String> found) {
    if (ofFile.orElse(false) && found.isEmpty()) {
      in.fail("file", "is missing: add the absolute path of a file of credentials");
    }
    return ofFile.orElse(true) && found.isPresent() ? new File(found.get(), aws(in)) : metadata(in);
  }

  /// The file that Google's own clients read.
  private static Optional<String> file(Section in) {
    String folder =
        AuthReader.variable(in, "CLOUDSDK_CONFIG")
            .orElseGet(() -> AuthReader.home(in, ".config/gcloud"));
    String path = folder + "/application_default_credentials.json";
    return AuthReader.variable(in, "GOOGLE_APPLICATION_CREDENTIALS")
        .or(() -> Files.isReadable(Path.of(path)) ? Optional.of(path) : Optional.empty());
  }

  /// The keys of AWS that an external account on AWS is proved by.
  private static Optional<AwsAuth> aws(Section in) {
    return AwsSources.region(in)
        .flatMap(
            region ->
                AwsSources.any(in)
                    .map(
                        source ->
                            new AwsAuth(
                                region, "sts", source, List.of(), Optional.empty(), Set.of())));
  }

  static Metadata metadata(Section in) {
    return new Metadata(
        AuthReader.variable(in, "GCE_METADATA_HOST")
            .map(host -> URI.create("http://" + host))
            .orElse(URI.create(METADATA)));
  }
}

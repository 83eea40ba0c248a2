package dev.sluice.config.file;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A configuration file as an application reads it that embeds the engine: the same sluice.yaml as
/// the server's.
///
/// ```java
/// GatewayFile file = GatewayFile.load(Path.of("sluice.yaml"));
/// gateway.reload(file.config());
/// ```
///
/// Providers, routes, their defaults, tenants and facts of models are read as the server reads
/// them, with `${env:NAME}` and `${file:/path}`. What the server alone has use for, such as its
/// listeners and logs, is skipped. What would be a promise that nobody keeps is an error that says
/// so: `store`, `budgets`, `webhooks`, `cluster`, and keys with `limits` or `budgets`
/// (docs/adr/0192). Reading takes a file's time; not on an event loop.
///
/// @param config what the gateway is built from, or takes by [dev.sluice.config.GatewayConfig]'s
///   rules while it runs
/// @param skipped the sections that are not used here, in the order of the file
/// @param notes what the author of the file should know although nothing is wrong
public record GatewayFile(GatewayConfig config, List<Skipped> skipped, List<Problem> notes) {
  private static final String TEXT = "configuration";

  public GatewayFile {
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }

  /// A section that is not used here.
  ///
  /// @param position where its value stands
  /// @param section its key
  /// @param why what the server does with it, and what an application does instead; to be read
  ///   after the key
  public record Skipped(FilePosition position, String section, String why) {
    /// The section as `file:line:column: section why`.
    @Override
    public String toString() {
      return position + ": " + section + " " + why;
    }
  }

  /// Reads a file; `${env:NAME}` is a variable of this process.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong, and where
  public static GatewayFile load(Path file) {
    return load(file, System.getenv());
  }

  /// Reads a file.
  ///
  /// @param env what `${env:NAME}` refers to, and where proxies stand (`HTTPS_PROXY`)
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong, and where
  public static GatewayFile load(Path file, Map<String, String> env) {
    return of(Doc.load(file.toString(), env));
  }

  /// Reads the text of a file, which messages call `configuration`; `${env:NAME}` is a variable of
  /// this process.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong, and where
  public static GatewayFile parse(String yaml) {
    return parse(yaml, System.getenv());
  }

  /// Reads the text of a file, which messages call `configuration`.
  ///
  /// @param env what `${env:NAME}` refers to, and where proxies stand (`HTTPS_PROXY`)
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong, and where
  public static GatewayFile parse(String yaml, Map<String, String> env) {
    EmbeddedSections.refuseName(TEXT, yaml);
    return of(Doc.parse(TEXT, yaml, env));
  }

  /// Reads a document.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong, and where
  public static GatewayFile of(Doc doc) {
    ForeignFile.refuse(doc);
    List<Skipped> skipped = new ArrayList<>();
    GatewayConfig config =
        doc.read(
            root -> {
              GatewayConfig read = GatewaySections.read(root);
              skipped.addAll(new EmbeddedSections(doc, root).skipped());
              return read;
            });
    return new GatewayFile(config, skipped, doc.notes());
  }
}

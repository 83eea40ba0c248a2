package dev.sluice.server.edge;

import dev.sluice.accounts.tag.TagText;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.request.MetadataMembers;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.client.ClientTag.Source;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/// Which tags calls have, and where their values come from. Immutable; safe for any thread.
public final class TagRules {
  /// The mark of a value that cannot be told: it counts as one of the others.
  private static final String UNTOLD = "\0";

  private final List<ClientTag> tags;
  private final List<String> names;
  private final MetadataMembers members;
  private final OfCall untagged = new OfCall(this, List.of());

  /// @param tags in the order of their names
  public TagRules(List<ClientTag> tags) {
    this.tags = List.copyOf(tags);
    this.names = tags.stream().map(ClientTag::name).toList();
    List<String> asked =
        tags.stream().filter(tag -> tag.source() == Source.METADATA).map(ClientTag::key).toList();
    this.members = asked.isEmpty() ? MetadataMembers.NONE : new MetadataMembers(asked);
  }

  /// The tags of a call as far as its head says them.
  ///
  /// @param headers the values of those that come from headers, in the order of tags
  public record OfCall(TagRules rules, List<String> headers) {
    /// The members of the body's metadata that say the rest.
    public MetadataMembers members() {
      return rules.members;
    }

    /// The tags of a call as a text, in the form of [TagText].
    ///
    /// @param metadata the values of those members
    public String text(List<String> metadata) {
      return rules.tags.isEmpty() ? "" : rules.text(headers, metadata);
    }
  }

  /// Reads the head of a call. It is kept until its body has come, and so what is too long is not.
  OfCall of(HttpHeaders headers) {
    if (tags.isEmpty()) {
      return untagged;
    }
    var values = new ArrayList<String>(tags.size());
    for (ClientTag tag : tags) {
      if (tag.source() == Source.HEADER) {
        values.add(value(headers, tag.key()));
      }
    }
    return new OfCall(this, values);
  }

  private static String value(HttpHeaders headers, String name) {
    List<String> all = headers.getAll(name);
    if (all.isEmpty()) {
      return "";
    }
    String value = all.getFirst();
    boolean told = all.size() == 1 && value.length() <= TagText.LONGEST;
    return told && ClientHeaders.fit(value) ? value : UNTOLD;
  }

  private String text(List<String> headers, List<String> metadata) {
    var values = new ArrayList<String>(tags.size());
    int header = 0;
    int member = 0;
    for (ClientTag tag : tags) {
      values.add(tag.source() == Source.HEADER ? headers.get(header++) : metadata.get(member++));
    }
    return TagText.of(names, values);
  }
}

package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.json.HeapMeter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names that tools have at the target, and back: a name that is too long or has other
/// characters than letters, digits, `_` and `-` is replaced by one made of its beginning and its
/// hash.
///
/// Immutable; a name that no tool has (in an old call) is converted by the same rule.
public final class ToolNames {
  private static final int HEAD = 55;
  private static final int HASH = 8;
  private static final String JOINT = "__";

  /// The heap bytes of a name in a map, with the name that is sent in its place.
  private static final long ENTRY = 160;

  private final int max;
  private final Map<String, String> originals = new HashMap<>();
  private final Set<String> freeform = new HashSet<>();
  private final Set<String> finders = new HashSet<>();
  private final Map<String, String> namespaces = new HashMap<>();
  private long held;

  /// The names of a request's tools at one target.
  ///
  /// @param max the most characters of a name that the target takes
  public ToolNames(List<Tool> tools, int max) {
    this.max = max;
    for (Tool tool : tools) {
      String sent = sent(tool.name());
      if (!sent.equals(tool.name())) {
        originals.put(sent, keep(tool.name()));
      }
      if (!tool.namespace().isEmpty()) {
        namespaces.put(keep(tool.name()), tool.namespace());
      }
      if (tool instanceof Tool.Freeform) {
        freeform.add(keep(tool.name()));
      } else if (tool instanceof Tool.Finder) {
        finders.add(keep(tool.name()));
      }
    }
  }

  private String keep(String name) {
    held += ENTRY + HeapMeter.string(name.length());
    return name;
  }

  /// The heap bytes that the names take; none where all tools are functions whose names are sent as
  /// they are.
  public long held() {
    return held;
  }

  /// The name that the target is to see.
  public String sent(String name) {
    if (name.length() <= max && plain(name)) {
      return name;
    }
    var head = new StringBuilder(HEAD);
    for (int i = 0; i < name.length() && i < HEAD; i++) {
      char c = name.charAt(i);
      head.append(plain(c) ? c : '_');
    }
    return head + "_" + Digests.hex(name).substring(0, HASH);
  }

  /// The name that the client has given.
  public String original(String sent) {
    return originals.getOrDefault(sent, sent);
  }

  /// Whether the tool takes a text instead of an object.
  ///
  /// @param name as the client has named it
  public boolean isFreeform(String name) {
    return freeform.contains(name);
  }

  /// Whether the client finds further tools by this tool.
  ///
  /// @param name as the client has named it
  public boolean isFinder(String name) {
    return finders.contains(name);
  }

  /// The name of a tool in a namespace, as one word.
  public static String qualified(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + JOINT + name;
  }

  /// The namespace that a tool is in; empty for none.
  ///
  /// @param name as the client has named it, with the namespace
  public String namespace(String name) {
    return namespaces.getOrDefault(name, "");
  }

  /// A tool's name in its namespace.
  ///
  /// @param name as the client has named it, with the namespace
  public String inNamespace(String name) {
    String namespace = namespace(name);
    return namespace.isEmpty() ? name : name.substring(namespace.length() + JOINT.length());
  }

  static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!plain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}

package dev.sluice.dist.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// A pom, or an element of one.
record Pom(Element element) {

  /// @throws CannotPublishException if the file is no XML
  static Pom read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Pom(builder().parse(in).getDocumentElement());
    } catch (SAXException e) {
      throw new CannotPublishException(file + " is no pom: " + e.getMessage());
    }
  }

  private static DocumentBuilder builder() {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns the elements at the end of a path, such as `dependencies/dependency`.
  List<Pom> all(String path) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      return children(path);
    }
    String rest = path.substring(slash + 1);
    return children(path.substring(0, slash)).stream()
        .flatMap(child -> child.all(rest).stream())
        .toList();
  }

  /// Returns the text at the end of a path; empty where there is no such element.
  String text(String path) {
    List<Pom> found = all(path);
    return found.isEmpty() ? "" : found.getFirst().element.getTextContent().strip();
  }

  String artifactId() {
    return text("artifactId");
  }

  private List<Pom> children(String name) {
    var found = new ArrayList<Pom>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element below && below.getTagName().equals(name)) {
        found.add(new Pom(below));
      }
    }
    return found;
  }
}

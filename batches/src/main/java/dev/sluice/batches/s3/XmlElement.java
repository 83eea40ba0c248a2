package dev.sluice.batches.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An element of an answer of S3's, which has nothing but elements and text. Attributes and
/// namespaces are passed over, and documents with a type or entities of their own are refused.
///
/// @param text what stands in it besides other elements
record XmlElement(String name, String text, List<XmlElement> children) {
  private static final int DEEPEST = 10;
  private static final XMLInputFactory FACTORY = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /// Reads a document.
  ///
  /// @throws IOException if it is none
  static XmlElement read(byte[] document) throws IOException {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {}
      return element(reader, 0);
    } catch (XMLStreamException | RuntimeException e) {
      throw new IOException("the answer is not XML of S3", e);
    }
  }

  private static XmlElement element(XMLStreamReader reader, int depth)
      throws IOException, XMLStreamException {
    if (depth == DEEPEST) {
      throw new IOException("the answer is nested too deep");
    }
    String name = reader.getLocalName();
    var text = new StringBuilder();
    List<XmlElement> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {}
      }
    }
    return new XmlElement(name, text.toString(), children);
  }

  /// The elements of a name in this one.
  List<XmlElement> all(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /// The text of an element in this one; empty where there is none.
  String text(String wanted) {
    List<XmlElement> found = all(wanted);
    return found.isEmpty() ? "" : found.getFirst().text.strip();
  }
}

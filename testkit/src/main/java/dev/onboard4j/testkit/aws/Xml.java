package dev.onboard4j.testkit.aws;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes trees of maps, lists and texts as the XML of AWS's query protocols. */
final class Xml {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

  private final XMLStreamWriter out;
  private final String item;

  private Xml(XMLStreamWriter out, String item) {
    this.out = out;
    this.item = item;
  }

  /**
   * A document.
   *
   * @param namespace the namespace of all elements, or the empty string
   * @param item the name of the elements of a list: {@code member} or {@code item}
   */
  static String write(String root, String namespace, String item, Map<String, ?> content) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter out = FACTORY.createXMLStreamWriter(text);
      out.writeStartDocument("UTF-8", "1.0");
      out.writeStartElement(root);
      if (!namespace.isEmpty()) {
        out.writeDefaultNamespace(namespace);
      }
      new Xml(out, item).content(content);
      out.writeEndElement();
      out.writeEndDocument();
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text is not XML", e);
    }
    return text.toString();
  }

  private void content(Object content) throws XMLStreamException {
    if (content instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        element((String) entry.getKey(), entry.getValue());
      }
    } else if (content instanceof List<?> list) {
      for (Object one : list) {
        element(item, one);
      }
    } else {
      out.writeCharacters(String.valueOf(content));
    }
  }

  private void element(String name, Object content) throws XMLStreamException {
    out.writeStartElement(name);
    content(content);
    out.writeEndElement();
  }
}

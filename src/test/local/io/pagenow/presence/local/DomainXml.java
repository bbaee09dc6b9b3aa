package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The configuration of a Payara domain that is not running. */
record DomainXml(Path file) {

  /** The elements that have a listen address and a port. */
  private static final String[] LISTENERS = {"network-listener", "iiop-listener", "jmx-connector"};

  /**
   * Binds all listeners to the loopback interface, and to ports that are free at the moment.
   *
   * @param httpPort the port of the applications
   */
  void listenOnLoopback(int httpPort) throws IOException {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
      for (String name : LISTENERS) {
        NodeList listeners = document.getElementsByTagName(name);
        for (int i = 0; i < listeners.getLength(); i++) {
          Element listener = (Element) listeners.item(i);
          boolean http = listener.getAttribute("name").equals("http-listener-1");
          // In the template for further configurations, ports are variables.
          if (!listener.getAttribute("port").startsWith("$")) {
            listener.setAttribute("address", "127.0.0.1");
            listener.setAttribute("port", Integer.toString(http ? httpPort : FreePort.find()));
          }
        }
      }
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(file.toFile()));
    } catch (ParserConfigurationException | SAXException | TransformerException e) {
      throw new IOException("The domain cannot be configured: " + file, e);
    }
  }
}

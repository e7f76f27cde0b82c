package io.ringway.benchmarks.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Makes an SVG scale with the page, carry a title for readers who listen, and come out the same each time. */
final class Svg {

    private static final String SVG = "http://www.w3.org/2000/svg";

    private Svg() {}

    static String tidy(String raw, String title) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(raw)));
            Element root = document.getDocumentElement();
            root.setAttribute("viewBox", "0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"));
            root.setAttribute("role", "img");
            root.setAttribute("aria-label", title);
            Element heading = document.createElementNS(SVG, "title");
            heading.setTextContent(title);
            root.insertBefore(heading, root.getFirstChild());
            return withStableIds(text(document), ids(document));
        } catch (ParserConfigurationException | SAXException | IOException | TransformerException e) {
            throw new IllegalStateException("the picture \"" + title + "\" is not well-formed SVG", e);
        }
    }

    private static List<String> ids(Document document) {
        List<String> ids = new ArrayList<>();
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Node node = elements.item(i);
            if (node instanceof Element element && element.hasAttribute("id")) {
                ids.add(element.getAttribute("id"));
            }
        }
        return ids;
    }

    /** The library draws identifiers at random; a page written twice from one result should be the same page. */
    private static String withStableIds(String svg, List<String> ids) {
        String stable = svg;
        for (int i = 0; i < ids.size(); i++) {
            stable = stable.replace(ids.get(i), "e" + i);
        }
        return stable;
    }

    private static String text(Document document) throws TransformerException {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        StringWriter out = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }
}

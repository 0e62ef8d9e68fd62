package dev.cadenza.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Lets decisions speak FEEL and nothing else: no scripts, no expressions of Java, no functions from outside. */
final class DecisionCheck {

    private static final Set<String> FEEL = Set.of("feel", "http://www.omg.org/spec/feel/20140401",
            "https://www.omg.org/spec/dmn/20180521/feel/", "https://www.omg.org/spec/dmn/20191111/feel/");
    private static final Pattern EXTERNAL = Pattern.compile("\\bexternal\\s*(\\{|/\\*|//)");

    private DecisionCheck() {
    }

    /** @throws BadUserRequestException naming the element */
    static void check(String resource, byte[] content) {
        NodeList elements = parse(resource, content).getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            String language = element.getAttribute("expressionLanguage");
            if (!language.isBlank() && !FEEL.contains(language.strip().toLowerCase(Locale.ROOT))) {
                throw refused(resource, element, "speaks " + language + ", and decisions speak FEEL");
            }
            if (element.getLocalName().equals("text") && EXTERNAL.matcher(element.getTextContent()).find()) {
                throw refused(resource, element, "calls a function from outside");
            }
        }
    }

    /** The document, where it is one and names nothing outside itself. */
    static Document parse(String resource, byte[] content) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content));
        } catch (SAXException | IOException | ParserConfigurationException unreadable) {
            throw new BadUserRequestException("Refused: " + resource + " can't be read: " + unreadable.getMessage());
        }
    }

    private static BadUserRequestException refused(String resource, Element element, String what) {
        Element owner = element;
        while (owner.getAttribute("id").isEmpty() && owner.getParentNode() instanceof Element parent) {
            owner = parent;
        }
        return new BadUserRequestException("Refused: " + element.getLocalName() + " in '" + owner.getAttribute("id")
                + "' of " + resource + " " + what + ".");
    }
}

package dev.cadenza;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the application is made of: reads the bill of materials that the build has written just before. */
class SupplyChainTest {

    /** Licences under which a part may be shipped with a work under Apache-2.0. One of those that a part offers is enough. */
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD",
            "EPL-2.0", "EPL-1.0", "CC0-1.0", "CDDL-1.1", "MPL-2.0", "ISC", "The (New) BSD License",
            "Apache License, Version 2.0", "Public Domain",
            // MIT with one more sentence: the watermark of the diagrams stays, fully visible. The console keeps it.
            "bpmn.io licence",
            // Hibernate: used as a library, unchanged and replaceable, as LGPL 2.1 section 6 wants it.
            "LGPL-2.1-only", "LGPL-2.1-or-later");

    @Test
    void everyPartHasALicenceThatIsAllowed() throws IOException {
        TreeMap<String, List<String>> licences = licences();
        assertThat(licences).hasSizeGreaterThan(100);
        licences.forEach((part, names) -> assertThat(names).as("licences of %s", part).containsAnyElementsOf(ALLOWED));

        StringBuilder list = new StringBuilder();
        licences.forEach((part, names) -> list.append(part).append(": ").append(String.join(", ", names)).append('\n'));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/licences.txt"), list);
    }

    @Test
    void nothingThatRunsScriptsIsOnBoard() throws IOException {
        assertThat(licences().keySet()).noneMatch(part -> part.matches(".*:(groovy|js-scriptengine|jython|jruby)[^:]*:.*"));
    }

    @Test
    void versionsStandInOnePlace() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList parts = factory.newDocumentBuilder().parse(Path.of("pom.xml").toFile()).getElementsByTagName("version");
        for (int i = 0; i < parts.getLength(); i++) {
            Element version = (Element) parts.item(i);
            String parent = version.getParentNode().getNodeName();
            if (parent.equals("dependency") || parent.equals("plugin")) {
                assertThat(version.getTextContent()).as("a version outside the properties").startsWith("${");
            }
        }
    }

    /** By part, as group:name:version. Maven writes the bill of materials before the tests. */
    private static TreeMap<String, List<String>> licences() throws IOException {
        try (InputStream in = SupplyChainTest.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            assertThat(in).as("the bill of materials, written by cyclonedx-maven-plugin").isNotNull();
            TreeMap<String, List<String>> licences = new TreeMap<>();
            for (JsonNode part : new ObjectMapper().readTree(in).get("components")) {
                List<String> names = new ArrayList<>();
                for (JsonNode licence : part.path("licenses")) {
                    // Its POM says "The BSD License", which the plugin takes for the one with four clauses; the text has three.
                    if (part.get("group").asText().startsWith("com.twelvemonkeys.")) {
                        names.add("BSD-3-Clause");
                        continue;
                    }
                    // Its POM names another one; the text in its jar is this.
                    if (part.get("name").asText().equals("bpmn-js")) {
                        names.add("bpmn.io licence");
                        continue;
                    }
                    names.add(licence.has("expression") ? licence.get("expression").asText()
                            : licence.at("/license/id").asText(licence.at("/license/name").asText()));
                }
                licences.put(part.get("group").asText() + ":" + part.get("name").asText() + ":"
                        + part.get("version").asText(), names);
            }
            return licences;
        }
    }
}

package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cadenza.problem.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormatDetectorTest {

    @Test
    void theUsualExportsAreRecognised() throws IOException {
        assertThat(targets("hubspot.csv")).containsEntry("Email", "email").containsEntry("Phone Number", "phone")
                .containsEntry("Mobile Phone Number", "phone").containsEntry("Associated Company", "company")
                .containsEntry("Country/Region", "country").containsEntry("Time Zone", "timezone")
                .containsEntry("Website URL", "website").containsEntry("LinkedIn URL", "linkedinUrl")
                .containsEntry("Job Title", "title").containsEntry("Lead Status", "attributes.leadStatus")
                .containsEntry("Number of Employees", "attributes.numberOfEmployees");
        assertThat(targets("apollo.csv")).containsEntry("Email", "email")
                .containsEntry("Secondary Email", "attributes.secondaryEmail")
                .containsEntry("Mobile Phone", "phone").containsEntry("Work Direct Phone", "phone")
                .containsEntry("Corporate Phone", "attributes.corporatePhone").containsEntry("Company", "company")
                .containsEntry("Person Linkedin Url", "linkedinUrl").containsEntry("City", "city")
                .containsEntry("Company City", "attributes.companyCity")
                .containsEntry("# Employees", "attributes.employees");
        assertThat(targets("sales-navigator.csv")).containsEntry("Full name", "name").containsEntry("Email", "email")
                .containsEntry("LinkedIn Profile", "linkedinUrl").containsEntry("Title", "title");
        assertThat(targets("mailchimp.csv")).containsEntry("Email Address", "email")
                .containsEntry("Phone Number", "phone").containsEntry("TIMEZONE", "timezone")
                .containsEntry("MEMBER_RATING", "attributes.memberRating");
        assertThat(targets("google-old.csv")).containsEntry("Name", "name").containsEntry("Given Name", "firstName")
                .containsEntry("E-mail 1 - Value", "email").containsEntry("Phone 1 - Value", "phone")
                .containsEntry("Organization 1 - Name", "company").containsEntry("Address 1 - City", "city");
        assertThat(targets("google-new.csv")).containsEntry("First Name", "firstName")
                .containsEntry("E-mail 1 - Value", "email").containsEntry("Organization Title", "title");
    }

    @Test
    void linesBeforeTheHeaderArePassedOver() throws IOException {
        CsvFormat format = detect("linkedin-connections.csv");

        assertThat(format.headerRow()).isEqualTo(4);
        assertThat(format.columns()).startsWith("First Name", "Last Name", "URL", "Email Address");
        assertThat(targets("linkedin-connections.csv")).containsEntry("URL", "linkedinUrl")
                .containsEntry("Email Address", "email").containsEntry("Position", "title");
    }

    @Test
    void delimiterAndEncodingAreFound() throws IOException {
        assertThat(detect("hubspot.csv")).extracting(CsvFormat::delimiter, CsvFormat::encoding)
                .containsExactly(',', Encoding.UTF_8);
        assertThat(detect("german-windows-1252.csv")).extracting(CsvFormat::delimiter, CsvFormat::encoding)
                .containsExactly(';', Encoding.WINDOWS_1252);
        assertThat(detect("german-utf-16le-bom.csv")).extracting(CsvFormat::delimiter, CsvFormat::encoding)
                .containsExactly('\t', Encoding.UTF_16LE);
        assertThat(detect("utf-16be-no-bom.csv")).extracting(CsvFormat::delimiter, CsvFormat::encoding)
                .containsExactly(';', Encoding.UTF_16BE);
        assertThat(detect("utf-8-bom-pipe.csv")).extracting(CsvFormat::delimiter, CsvFormat::encoding)
                .containsExactly('|', Encoding.UTF_8);
    }

    @Test
    void theRowsBeginBehindTheHeader() throws IOException {
        assertThat(detect("utf-8-bom-pipe.csv").dataPosition()).isEqualTo(3 + "Name|Mail\n".length());
        assertThat(detect("german-utf-16le-bom.csv").dataPosition())
                .isEqualTo(2 + 2 * "Vorname\tNachname\tE-Mail\r\n".length());
        assertThat(detect("Email\r\n".getBytes(StandardCharsets.UTF_8)).dataPosition()).isEqualTo(7);
    }

    @Test
    void aDelimiterHintOfExcelIsNoHeader() {
        CsvFormat format = detect("sep=;\r\nName;E-Mail\r\nAnna;a@b.example.com\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(format.delimiter()).isEqualTo(';');
        assertThat(format.headerRow()).isEqualTo(2);
    }

    @Test
    void aWantedHeadingMakesTheHeader() {
        byte[] file = "export of May\nKürzel;Erreichbar unter\nAM;anna@wanted.example.com\n"
                .getBytes(StandardCharsets.UTF_8);

        CsvFormat format = FormatDetector.detect(file, file.length, true, Set.of("Erreichbar unter"));

        assertThat(format.columns()).containsExactly("Kürzel", "Erreichbar unter");
        assertThat(format.delimiter()).isEqualTo(';');
    }

    @Test
    void whatIsNoCsvIsRefusedByName() {
        assertThatThrownBy(() -> detect(new byte[0])).hasMessageContaining("empty");
        assertThatThrownBy(() -> detect("\r\n\r\n".getBytes(StandardCharsets.UTF_8))).hasMessageContaining("no rows");
        assertThatThrownBy(() -> detect("PK\003\004something".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Rejected.class).hasMessageContaining(".xlsx");
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        noise[0] = 1;
        assertThatThrownBy(() -> detect(noise)).isInstanceOf(Rejected.class).hasMessageContaining("binary");
    }

    @Test
    void aFileWithoutAddressColumnsNamesTheColumnsFound() {
        byte[] file = "Colour,Size\nred,5\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ColumnRecognizer.recognize(detect(file).columns(), Map.of()))
                .isInstanceOf(Rejected.class).hasMessageContaining("Colour, Size");
    }

    @Test
    void aMappingOverridesAndNamesItsFaults() {
        var columns = List.of("Mail", "E-Mail", "Size", "Notes", "Status");

        assertThat(ColumnRecognizer.recognize(columns, Map.of("Mail", "email", "Size", "attributes.shoeSize", "Notes",
                "-")).targets()).containsExactly("email", "attributes.importedEMail", "attributes.shoeSize", "-",
                "attributes.importedStatus");
        assertThatThrownBy(() -> ColumnRecognizer.recognize(columns, Map.of("Nope", "email", "Mail", "emial")))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.errors())
                        .extracting("field", "code").containsExactlyInAnyOrder(
                                tuple("columnMapping.Nope", "unknown-column"),
                                tuple("columnMapping.Mail", "unknown-field")));
    }

    private static Map<String, String> targets(String file) throws IOException {
        CsvFormat format = detect(file);
        Mapping mapping = ColumnRecognizer.recognize(format.columns(), Map.of());
        Map<String, String> targets = new LinkedHashMap<>();
        for (int i = 0; i < format.columns().size(); i++) {
            targets.put(format.columns().get(i), mapping.targets().get(i));
        }
        return targets;
    }

    private static CsvFormat detect(String file) throws IOException {
        try (InputStream in = FormatDetectorTest.class.getResourceAsStream("/csv/" + file)) {
            return detect(in.readAllBytes());
        }
    }

    private static CsvFormat detect(byte[] file) {
        Utf8Check utf8 = new Utf8Check();
        utf8.add(file, 0, file.length);
        return FormatDetector.detect(file, file.length, utf8.complete(), Set.of());
    }
}

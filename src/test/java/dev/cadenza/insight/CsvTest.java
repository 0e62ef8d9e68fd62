package dev.cadenza.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {

    private record Row(String campaign, long sent, @Nullable Double replyRate, long change) {
    }

    @Test
    void textThatASpreadsheetWouldRunIsGuardedAndNumbersStayNumbers() {
        String csv = Csv.of("rows", Row.class, List.of(new Row("=HYPERLINK(\"http://evil.example\")", 3, 0.5, -2),
                new Row("a \"quoted\", name\nin two lines", 0, null, 0), new Row("@SUM(A1)", 1, null, 0),
                new Row("\tTab", 1, null, 0))).getBody();

        assertThat(csv).isEqualTo("\uFEFFcampaign,sent,replyRate,change\r\n"
                + "\"'=HYPERLINK(\"\"http://evil.example\"\")\",3,0.5,-2\r\n"
                + "\"a \"\"quoted\"\", name\nin two lines\",0,,0\r\n"
                + "'@SUM(A1),1,,0\r\n"
                + "'\tTab,1,,0\r\n");
    }
}

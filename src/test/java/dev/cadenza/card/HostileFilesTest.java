package dev.cadenza.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

/** Files that are meant to hurt, or are just broken: each is refused by name, before anything of it is stored. */
@CadenzaTest
class HostileFilesTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    CardReading reading;
    @Autowired
    RuntimeService runtime;
    @Autowired
    ManagementService management;
    @Autowired
    JdbcTemplate jdbc;

    private CardsOverHttp cards;

    @BeforeEach
    void signIn() {
        cards = new CardsOverHttp(http, reading, runtime, management);
    }

    static Stream<Arguments> refused() throws IOException {
        byte[] jpeg = Wear.jpeg(drawn(), 0.8f);
        byte[] png = CardApiTest.png(drawn());
        byte[] pdf = pdf(2);
        return Stream.of(
                Arguments.of("empty.jpg", new byte[0], "empty"),
                Arguments.of("bomb.png", pngBomb(30_000, 30_000), "too-many-pixels"),
                Arguments.of("wide.png", pngBomb(200_000, 200), "too-many-pixels"),
                Arguments.of("negative.png", pngBomb(-5, 400), "too-many-pixels"),
                Arguments.of("stamp.png", CardApiTest.png(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB)),
                        "too-small"), Arguments.of("half.jpg", Arrays.copyOf(jpeg, jpeg.length / 2), "truncated"),
                Arguments.of("start.jpg", Arrays.copyOf(jpeg, 20), "truncated"),
                Arguments.of("half.png", Arrays.copyOf(png, png.length / 2), "truncated"),
                Arguments.of("half.webp", webp(5_000), "truncated"),
                Arguments.of("half.pdf", Arrays.copyOf(pdf, 40), "broken"),
                Arguments.of("long.pdf", pdf(40), "too-many-pages"),
                Arguments.of("page.jpg", "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8),
                        "wrong-type"),
                Arguments.of("drawing.png",
                        "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8), "wrong-type"),
                Arguments.of("old.gif", "GIF89a\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1), "wrong-type"),
                Arguments.of("photo.heic", "\0\0\0\u0018ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1),
                        "wrong-type"),
                Arguments.of("archive.pdf", "PK\3\4....".getBytes(StandardCharsets.ISO_8859_1), "wrong-type"),
                Arguments.of("noise.jpg", noise(), "wrong-type"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedByName(String name, byte[] file, String code) throws IOException {
        long before = stored();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("fine.jpg", Wear.jpeg(drawn(), 0.7f));
        files.put(name, file);
        ResponseEntity<JsonNode> answer = cards.upload(files, Map.of());
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(422);
        JsonNode error = answer.getBody().get("errors").get(0);
        assertThat(answer.getBody().get("errors")).hasSize(1);
        assertThat(error.get("field").textValue()).isEqualTo("file[1]");
        assertThat(error.get("code").textValue()).isEqualTo(code);
        assertThat(error.get("message").textValue()).startsWith("'" + name + "' ");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aHeicPictureIsRefusedWithAWayOut() {
        byte[] heic = "\0\0\0\u0018ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(cards.upload(Map.of("card.heic", heic), Map.of()).getBody().get("detail").textValue())
                .contains("HEIC").contains("JPEG");
    }

    @Test
    void whatTheRequestSaysMustHold() throws IOException {
        byte[] fine = Wear.jpeg(drawn(), 0.7f);
        String nobody = "00000000-0000-7000-8000-000000000000";
        assertThat(cards.upload(Map.of("c.jpg", fine), Map.of("eventId",
                nobody)).getStatusCode().value()).isEqualTo(422);
        assertThat(cards.upload(Map.of("c.jpg", fine), Map.of("listId",
                nobody)).getStatusCode().is4xxClientError()).isTrue();
        assertThat(cards.upload(Map.of("c.jpg", fine), Map.of("eventId", "x")).getStatusCode().value()).isEqualTo(422);
        assertThat(cards.upload(Map.of(), Map.of("eventId", nobody)).getStatusCode().is4xxClientError()).isTrue();
    }

    private long stored() {
        Long files = jdbc.queryForObject("select count(*) from card_file", Long.class);
        return files == null ? 0 : files;
    }

    private static BufferedImage drawn() {
        return DrawnCard.any(new Random(1)).image();
    }

    /** A few hundred bytes that ask for gigabytes. */
    private static byte[] pngBomb(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[100_000]);
        deflater.finish();
        byte[] data = new byte[1_000];
        int length = deflater.deflate(data);
        deflater.end();
        chunk(out, "IDAT", Arrays.copyOf(data, length));
        chunk(out, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    /** A container that says it is longer than it is. */
    private static byte[] webp(int says) {
        byte[] file = "RIFF....WEBPVP8 ....".concat("x".repeat(40)).getBytes(StandardCharsets.ISO_8859_1);
        file[4] = (byte) says;
        file[5] = (byte) (says >> 8);
        file[6] = 0;
        file[7] = 0;
        return file;
    }

    private static byte[] pdf(int pages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < pages; i++) {
                document.addPage(new PDPage());
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] noise() {
        byte[] noise = new byte[5_000];
        new Random(7).nextBytes(noise);
        noise[0] = 1;
        return noise;
    }
}

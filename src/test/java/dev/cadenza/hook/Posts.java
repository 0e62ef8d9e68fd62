package dev.cadenza.hook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts webhooks as the providers do, signed as they sign. Written from their documentation, not from our code. */
public final class Posts {

    public static final String AUTH_TOKEN = "test-auth-token";
    public static final String APP_SECRET = "test-app-secret";
    public static final String VERIFY_TOKEN = "test-verify-token";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final KeyPair KEYS = keys();

    private final String base;
    private final String publicBase;

    public Posts(int port, String publicBase) {
        this.base = "http://localhost:" + port;
        this.publicBase = publicBase;
    }

    public static String publicKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    public HttpResponse<String> sendGrid(Object channel, String json, Instant at) throws Exception {
        return sendGrid(channel, json, at, signed(String.valueOf(at.getEpochSecond()), json));
    }

    public HttpResponse<String> sendGrid(Object channel, String json, Instant at, String signature) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + "/hooks/sendgrid/" + channel + "/events"))
                .header("Content-Type", "application/json")
                .header("X-Twilio-Email-Event-Webhook-Signature", signature)
                .header("X-Twilio-Email-Event-Webhook-Timestamp", String.valueOf(at.getEpochSecond()))
                .POST(BodyPublishers.ofString(json)).build());
    }

    public static String signed(String timestamp, String body) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KEYS.getPrivate());
        signature.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    /** @param pathAndQuery such as {@code /hooks/twilio/.../status?m=...} */
    public HttpResponse<String> twilio(String pathAndQuery, Map<String, String> form) throws Exception {
        return twilio(pathAndQuery, form, twilioSignature(publicBase + pathAndQuery, form));
    }

    public HttpResponse<String> twilio(String pathAndQuery, Map<String, String> form, String signature)
            throws Exception {
        String body = form.entrySet().stream().map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", signature).POST(BodyPublishers.ofString(body)).build());
    }

    public static String twilioSignature(String url, Map<String, String> form) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        return Base64.getEncoder().encodeToString(hmac("HmacSHA1", AUTH_TOKEN, signed.toString()
                .getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse<String> meta(Object channel, String json) throws Exception {
        return meta(channel, json, metaSignature(APP_SECRET, json.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse<String> meta(Object channel, String json, String signature) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + "/hooks/meta/" + channel))
                .header("Content-Type", "application/json").header("X-Hub-Signature-256", signature)
                .POST(BodyPublishers.ofString(json)).build());
    }

    public static String metaSignature(String secret, byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", secret, body));
    }

    public HttpResponse<String> get(String pathAndQuery) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + pathAndQuery)).GET().build());
    }

    public HttpResponse<String> multipart(String path, Map<String, Object> fields) throws Exception {
        String boundary = "xYzZY";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            boolean file = field.getKey().startsWith("attachment") && field.getValue() instanceof byte[];
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                    + (file ? "; filename=\"" + field.getKey() + ".bin\"\r\nContent-Type: application/pdf" : "")
                    + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            body.writeBytes(field.getValue() instanceof byte[] bytes ? bytes
                    : field.getValue().toString().getBytes(StandardCharsets.UTF_8));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())).build());
    }

    /** A multipart post that does not say how long it is. */
    HttpResponse<String> partsInChunks(String path) throws Exception {
        byte[] body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"
                .getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String algorithm, String key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.cadenza.journey;

import dev.cadenza.platform.Keys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Signs what workflows send to webhooks: HMAC-SHA256 over the time in seconds, a dot, and the body, with a secret of the
 * workflow's own. Who receives it works out the same, compares, and refuses what is older than some minutes.
 */
@Component
public class WebhookSecrets {

    static final String TIMESTAMP = "Cadenza-Timestamp";
    static final String SIGNATURE = "Cadenza-Signature";

    private final Keys keys;

    WebhookSecrets(Keys keys) {
        this.keys = keys;
    }

    /** The secret of a workflow, as its receivers enter it. It changes with the installation's secret alone. */
    public String of(UUID workflowId) {
        return "whsec_" + HexFormat.of().formatHex(keys.key("workflow-webhook:" + workflowId));
    }

    /** The value of the header {@value #SIGNATURE}. */
    String signature(UUID workflowId, long seconds, byte[] body) {
        byte[] head = (seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return "v1=" + HexFormat.of().formatHex(Keys.hmac(of(workflowId).getBytes(StandardCharsets.UTF_8), signed));
    }
}

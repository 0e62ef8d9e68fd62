package dev.cadenza.hook;

import dev.cadenza.channel.ChannelConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the posts of SendGrid's Inbound Parse, which are not signed: their address ends in a secret. Looked at
 * before anything of the body is read, since a multipart body is stored while it is read. Of other webhooks only
 * forms of websites take one, as small as memory holds it.
 */
@Component
class InboundParseGate extends OncePerRequestFilter {

    private static final Pattern FORM = Pattern.compile("/hooks/forms/[\\w-]{1,100}");
    /** What {@code spring.servlet.multipart.file-size-threshold} leaves in memory. */
    private static final long LARGEST_FORM = 1_048_576;
    private static final Pattern INBOUND = Pattern.compile("/hooks/sendgrid/([0-9a-fA-F-]{36})/inbound/([^/]+)");

    private final HookChannels channels;
    private final HookSettings settings;

    InboundParseGate(HookChannels channels, HookSettings settings) {
        this.channels = channels;
        this.settings = settings;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !path(request).startsWith("/hooks/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Matcher inbound = INBOUND.matcher(path(request));
        boolean multipart = request.getContentType() != null
                && request.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
        if (inbound.matches()) {
            if (!genuine(inbound.group(1), inbound.group(2))) {
                refuse(response, HttpStatus.FORBIDDEN, "wrong-secret");
                return;
            }
            if (request.getContentLengthLong() > settings.maxMail().toBytes()) {
                refuse(response, HttpStatus.PAYLOAD_TOO_LARGE, "too-large");
                return;
            }
        } else if (multipart && !isSmallForm(request)) {
            refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
            return;
        }
        chain.doFilter(request, response);
    }

    /** Answered here: the container's page for errors would be made by what reads the whole body first. */
    private static void refuse(HttpServletResponse response, HttpStatus status, String type) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(("{\"type\":\"urn:cadenza:problem:" + type + "\",\"title\":\""
                + status.getReasonPhrase() + "\",\"status\":" + status.value() + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSmallForm(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return FORM.matcher(path(request)).matches() && length >= 0 && length <= LARGEST_FORM;
    }

    private boolean genuine(String channelId, String secret) {
        try {
            ChannelConfig channel = channels.require(UUID.fromString(channelId), SendGridHookController.PROVIDER);
            return Signatures.same(secret, HookChannels.secret(channel, SendGridHookController.INBOUND_SECRET));
        } catch (HookRefused | IllegalArgumentException unknown) {
            return false;
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}

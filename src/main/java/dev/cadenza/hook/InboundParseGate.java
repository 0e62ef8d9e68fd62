package dev.cadenza.hook;

import dev.cadenza.channel.ChannelConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the posts of SendGrid's Inbound Parse, which are not signed: their address ends in a secret. Looked at
 * before anything of the body is read, since a multipart body is stored while it is read; other webhooks take none.
 */
@Component
class InboundParseGate extends OncePerRequestFilter {

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
                response.sendError(HttpStatus.FORBIDDEN.value());
                return;
            }
            if (request.getContentLengthLong() > settings.maxMail().toBytes()) {
                response.sendError(HttpStatus.PAYLOAD_TOO_LARGE.value());
                return;
            }
        } else if (multipart) {
            response.sendError(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
            return;
        }
        chain.doFilter(request, response);
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
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}

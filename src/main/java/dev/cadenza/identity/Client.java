package dev.cadenza.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * From where a request comes. Behind a proxy in a private network that is what the proxy says ({@code X-Forwarded-For}).
 *
 * @param address null outside a request
 * @param agent what the program calls itself, cut to a length that fits a list
 */
record Client(@Nullable String address, @Nullable String agent) {

    private static final int LONGEST_AGENT = 300;
    /** Bytes of an IPv6 address that name a network; the rest belongs to one subscriber. */
    private static final int IPV6_NETWORK = 8;

    static Client current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? of(attributes.getRequest()) : new Client(null, null);
    }

    static Client of(HttpServletRequest request) {
        return new Client(literal(request.getRemoteAddr()).map(InetAddress::getHostAddress).map(Client::withoutZone)
                .orElse(null), clean(request.getHeader(HttpHeaders.USER_AGENT)));
    }

    /**
     * What attempts are counted under: the address, or the network of an IPv6 one. Empty for the machine itself, from
     * which everybody seems to come where a proxy on it does not say who asks.
     */
    Optional<String> counted() {
        return address == null ? Optional.empty()
                : literal(address).filter(found -> !found.isLoopbackAddress()).map(Client::network);
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK)) + "/64"
                : address.getHostAddress();
    }

    /** Never asks a name server: only what is an address already. */
    private static Optional<InetAddress> literal(@Nullable String text) {
        if (text == null || !text.matches("[0-9a-fA-F:.%\\[\\]]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static @Nullable String clean(@Nullable String agent) {
        if (agent == null) {
            return null;
        }
        String text = agent.replaceAll("\\p{Cntrl}", " ").strip();
        return text.length() > LONGEST_AGENT ? text.substring(0, LONGEST_AGENT) : text;
    }
}

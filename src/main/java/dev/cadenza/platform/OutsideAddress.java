package dev.cadenza.platform;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * An address on the internet that somebody wrote down and that this server is to call: a webhook, a data source. It was
 * looked up once and every answer lay outside; who calls it connects to {@link #socket} and looks nothing up again, so a
 * name server that answers differently the next time (DNS rebinding) leads nowhere.
 *
 * <p>Refused are all but https, user names in the address, and loopback, private, link-local (with the metadata services
 * of clouds), carrier-grade, multicast, documentation and reserved networks (RFC 6890), also where they are wrapped into
 * IPv6 (mapped, compatible, NAT64, 6to4, Teredo).
 *
 * @param uri as written, with its host in ASCII
 * @param socket the vetted address and the port
 */
public record OutsideAddress(URI uri, InetSocketAddress socket) {

    private static final int HTTPS = 443;
    private static final int LONGEST = 2_048;
    private static final int FIRST_FREE_PORT = 1_024;
    /** IPv4 networks that are not outside: address, bits. */
    private static final int[][] INSIDE = {
        {0, 0, 0, 0, 8}, {10, 0, 0, 0, 8}, {100, 64, 0, 0, 10}, {127, 0, 0, 0, 8}, {169, 254, 0, 0, 16},
        {172, 16, 0, 0, 12}, {192, 0, 0, 0, 24}, {192, 0, 2, 0, 24}, {192, 31, 196, 0, 24}, {192, 52, 193, 0, 24},
        {192, 88, 99, 0, 24}, {192, 168, 0, 0, 16}, {192, 175, 48, 0, 24}, {198, 18, 0, 0, 15}, {198, 51, 100, 0, 24},
        {203, 0, 113, 0, 24}, {224, 0, 0, 0, 3}};

    /** Looks a name up; {@link InetAddress#getAllByName} but in tests. */
    public interface Resolver {

        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** Why an address can't be called, in a sentence for who wrote it. */
    public static final class NotOutside extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean unknownHost;

        NotOutside(String sentence) {
            this(sentence, false);
        }

        NotOutside(String sentence, boolean unknownHost) {
            super(sentence);
            this.unknownHost = unknownHost;
        }

        /** Whether there is no such host at present, which may be otherwise in a while. */
        public boolean unknownHost() {
            return unknownHost;
        }
    }

    /** @throws NotOutside where it must not be called, or can't be looked up */
    public static OutsideAddress of(String text) throws NotOutside {
        return of(text, Set.of(), InetAddress::getAllByName);
    }

    /**
     * @param allowed {@code host:port} that the administrator lets through whatever they are, with http too
     * @throws NotOutside where it must not be called, or can't be looked up
     */
    public static OutsideAddress of(String text, Set<String> allowed, Resolver resolver) throws NotOutside {
        URI uri = read(text);
        String host = uri.getHost();
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : https ? HTTPS : 80;
        InetAddress[] found = lookUp(host, resolver);
        if (allowed.contains(host + ":" + port)) {
            return new OutsideAddress(uri, new InetSocketAddress(found[0], port));
        }
        if (!https) {
            throw new NotOutside("The address must begin with https://.");
        }
        if (port != HTTPS && (port < FIRST_FREE_PORT || port > 65_535)) {
            throw new NotOutside("The port " + port + " is not one for https.");
        }
        // One answer inside is enough to refuse: which of them would be taken is not for the address to choose.
        for (InetAddress address : found) {
            if (inside(address)) {
                throw new NotOutside("The address leads into a network that is not the internet.");
            }
        }
        return new OutsideAddress(uri, new InetSocketAddress(found[0], port));
    }

    /** What stands in the request line: path and query. */
    public String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static URI read(String text) throws NotOutside {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> c <= ' ' || c == 127 || c == '\\')) {
            throw new NotOutside("This is not an address such as https://example.com/hook.");
        }
        try {
            URI uri = new URI(text);
            String authority = uri.getRawAuthority();
            if (!uri.isAbsolute() || uri.isOpaque() || authority == null) {
                throw new NotOutside("This is not an address such as https://example.com/hook.");
            }
            if (authority.contains("@")) {
                throw new NotOutside("The address must hold no user name.");
            }
            return uri.getHost() != null ? uri : international(uri, authority);
        } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
            throw new NotOutside("This is not an address such as https://example.com/hook.");
        }
    }

    private static URI international(URI uri, String authority) throws URISyntaxException, NotOutside {
        int colon = authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? -1 : Integer.parseInt(authority.substring(colon + 1));
        URI ascii = new URI(uri.getScheme(), null, IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES), port, uri.getPath(),
                uri.getQuery(), null);
        if (ascii.getHost() == null) {
            throw new NotOutside("This is not an address such as https://example.com/hook.");
        }
        return ascii;
    }

    private static InetAddress[] lookUp(String host, Resolver resolver) throws NotOutside {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost") || name.endsWith(".local")
                || name.endsWith(".internal")) {
            throw new NotOutside("The address leads into a network that is not the internet.");
        }
        try {
            InetAddress[] found = resolver.lookUp(host);
            if (found.length > 0) {
                return found;
            }
        } catch (UnknownHostException nobody) {
            throw new NotOutside("There is no host " + host + ".", true);
        }
        throw new NotOutside("There is no host " + host + ".", true);
    }

    static boolean inside(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return inside(bytes, 0);
        }
        boolean nat64 = begins(bytes, 0x00, 0x64, 0xff, 0x9b);
        boolean sixToFour = begins(bytes, 0x20, 0x02);
        boolean teredo = begins(bytes, 0x20, 0x01, 0x00, 0x00);
        boolean documentation = begins(bytes, 0x20, 0x01, 0x0d, 0xb8) || begins(bytes, 0x3f, 0xff);
        boolean leadingZeros = begins(bytes, 0, 0, 0, 0, 0, 0, 0, 0); // unspecified, loopback, mapped, compatible
        boolean global = (bytes[0] & 0xe0) == 0x20; // RFC 4291: 2000::/3 is all that is given out
        return !global || leadingZeros || nat64 || teredo || documentation || sixToFour;
    }

    private static boolean begins(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean inside(byte[] bytes, int from) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        for (int[] network : INSIDE) {
            long base = (long) network[0] << 24 | (long) network[1] << 16 | (long) network[2] << 8 | network[3];
            if (value >>> 32 - network[4] == base >>> 32 - network[4]) {
                return true;
            }
        }
        return false;
    }
}

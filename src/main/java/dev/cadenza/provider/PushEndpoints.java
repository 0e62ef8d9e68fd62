package dev.cadenza.provider;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a notification may be posted to. They come from browsers, that is from anybody, and must not make this
 * server knock on doors inside its own network. The virtual machine keeps what a name resolved to for a while, so the
 * address that is looked at here is the one that is connected to.
 */
final class PushEndpoints {

    private PushEndpoints() {
    }

    /**
     * @param allowed an origin that is allowed whatever it is; null for none
     * @return why not; null where it may be used
     */
    static @Nullable String objection(URI endpoint, @Nullable URI allowed) throws UnknownHostException {
        if (endpoint.getHost() == null) {
            return "it is not a whole address";
        }
        if (allowed != null && origin(allowed).equals(origin(endpoint))) {
            return null;
        }
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) || endpoint.getUserInfo() != null) {
            return "it is not an https address";
        }
        for (InetAddress address : InetAddress.getAllByName(endpoint.getHost())) {
            if (internal(address)) {
                return "it leads into a private network";
            }
        }
        return null;
    }

    static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private static boolean internal(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean embedded = bytes.length == 16 && (bytes[0] == 0x00 && bytes[1] == 0x64 || bytes[0] == 0x20 && bytes[1] == 0x02);
        boolean special = address instanceof Inet4Address && ((bytes[0] & 0xff) == 0 || (bytes[0] & 0xff) >= 224
                || (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64
                || (bytes[0] & 0xff) == 198 && (bytes[1] & 0xfe) == 18);
        return address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress()
                || address.isSiteLocalAddress() || address.isMulticastAddress() || uniqueLocal || embedded || special;
    }
}

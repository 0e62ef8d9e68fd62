package dev.cadenza.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.tracking.PlusAddresses.Purpose;
import dev.cadenza.tracking.PlusAddresses.Token;
import dev.cadenza.tracking.TrackingTokens.Click;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingTokensTest {

    private static final UUID ID = UUID.fromString("0190a5a0-0000-7000-8000-0123456789ab");
    private static final byte[] KEY = "a key of this installation only!".getBytes();

    private final TrackingTokens tokens = new TrackingTokens(KEY);
    private final PlusAddresses addresses = new PlusAddresses(KEY, Optional.of("replies@cadenza.test"));

    @Test
    void aTokenGivesBackWhatWasSigned() {
        Click click = new Click(ID, 40_000, "https://example.com/a?b=c&d=%C3%BC#e");
        assertThat(tokens.readClick(tokens.click(click))).contains(click);
        assertThat(tokens.readOpen(tokens.open(ID))).contains(ID);
        assertThat(tokens.readUnsubscribe(tokens.unsubscribe(ID))).contains(ID);
    }

    @Test
    void noBitOfATokenCanBeChanged() {
        byte[] genuine = Base64.getUrlDecoder().decode(tokens.click(new Click(ID, 1, "https://example.com/")));
        for (int bit = 0; bit < genuine.length * 8; bit++) {
            byte[] forged = genuine.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(tokens.readClick(token)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void aTokenServesOnePurposeOnly() {
        assertThat(tokens.readUnsubscribe(tokens.open(ID))).isEmpty();
        assertThat(tokens.readOpen(tokens.unsubscribe(ID))).isEmpty();
        assertThat(tokens.readClick(tokens.open(ID))).isEmpty();
        assertThat(tokens.readOpen(tokens.click(new Click(ID, 0, "https://example.com/")))).isEmpty();
    }

    @Test
    void theTokenOfAnotherInstallationIsWorthNothing() {
        assertThat(new TrackingTokens("another key".getBytes()).readOpen(tokens.open(ID))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "AAAA", "https://evil.example/",
        "YyAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(tokens.readClick(token)).isEmpty();
        assertThat(tokens.readOpen(token)).isEmpty();
        assertThat(tokens.readUnsubscribe(token)).isEmpty();
    }

    @Test
    void aPlusAddressGivesBackItsMessageAlsoInCapitals() {
        for (Purpose purpose : Purpose.values()) {
            String address = addresses.of(purpose, ID).orElseThrow();
            assertThat(address).startsWith("replies+").endsWith("@cadenza.test");
            assertThat(address.indexOf('@')).isLessThanOrEqualTo(64);
            Token token = new Token(purpose, ID);
            assertThat(addresses.find("Sales <" + address + ">")).contains(token);
            assertThat(addresses.find(address.toUpperCase(Locale.ROOT))).contains(token);
        }
    }

    @Test
    void aForgedPlusAddressSaysNothing() {
        String address = addresses.of(Purpose.REPLY, ID).orElseThrow();
        assertThat(addresses.find(address.replace("+r", "+u"))).isEmpty();
        int start = address.indexOf('+') + 2;
        for (int i = start; i < address.indexOf('@'); i++) {
            char other = address.charAt(i) == 'a' ? 'b' : 'a';
            String forged = address.substring(0, i) + other + address.substring(i + 1);
            assertThat(addresses.find(forged)).as("letter %d", i).isEmpty();
        }
    }

    @Test
    void aMailboxWhoseNameIsTooLongGetsNoToken() {
        assertThat(new PlusAddresses(KEY, Optional.of("a-very-long-mailbox-name@cadenza.test")).of(Purpose.REPLY, ID))
                .isEmpty();
        assertThat(new PlusAddresses(KEY, Optional.empty()).of(Purpose.REPLY, ID)).isEmpty();
    }
}

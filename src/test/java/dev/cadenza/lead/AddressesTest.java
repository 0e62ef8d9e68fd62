package dev.cadenza.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Anna.Smith@Example.COM     | anna.smith@example.com",
        "' \u00a0anna@example.com\u200b ' | anna@example.com",
        "a+tag@sub.example.co.uk    | a+tag@sub.example.co.uk",
        "o'neil@example.test        | o'neil@example.test",
        "info@Müller.de             | info@xn--mller-kva.de",
    })
    void anEmailAddressHasOneNormalForm(String raw, String normal) {
        assertThat(Addresses.email(raw)).contains(normal);
        assertThat(Addresses.email(normal)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "anna", "anna@", "@example.com", "a@b", "a@localhost", "a..b@example.com", "a@[1.2.3.4]",
        "a b@example.com", "Anna <a@example.com>", "<a@example.com>", "a@example.com, b@example.com", "(c)a@example.com",
        "a@example.com\u0000", "a@-example.com", "änna@example.com", "\"a b\"@example.com", "a@example.com(x)",
        "a@example .com", "a@b@example.com", "a@ex\ud800.com", "mailto:a@example.com>"})
    void whatIsNoMailboxHasNone(String raw) {
        assertThat(Addresses.email(raw)).isEmpty();
    }

    @Test
    void aTooLongAddressHasNone() {
        assertThat(Addresses.email("a@" + "b".repeat(60) + ("." + "b".repeat(60)).repeat(4) + ".com")).isEmpty();
        assertThat(Addresses.email("a".repeat(65) + "@example.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "+4930123456          | -  | +4930123456",
        "+49 (0)30 / 12 34-56 | -  | +4930123456",
        "0049 30 123456       | -  | +4930123456",
        "030 123456           | DE | +4930123456",
        "(202) 555-0142       | US | +12025550142",
        "+1 202 555 0142      | DE | +12025550142",
        "tel:+12025550142     | -  | +12025550142",
        "+39 06 698 82022     | -  | +390669882022",
        "+7 8 912 345 67 89   | -  | +79123456789",
    })
    void aPhoneNumberHasOneNormalForm(String raw, String region, String normal) {
        assertThat(Addresses.phone(raw, region)).contains(normal);
        assertThat(Addresses.phone(normal, null)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "030 123456", "call me", "+49", "+1 555", "+999123456789", "+1202555014", "+120255501429",
        "+4930123456 ext. 7", "+49301234567890123456", "12025550142"})
    void whatIsNoInternationalNumberHasNoneWithoutARegion(String raw) {
        assertThat(Addresses.phone(raw, null)).isEmpty();
        assertThat(Addresses.phone(raw, "")).isEmpty();
    }

    @Test
    void theShortWayForPlainNumbersGivesWhatParsingGives() {
        Random random = new Random(4);
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        for (int country : phones.getSupportedCallingCodes()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder number = new StringBuilder("+").append(country);
                int digits = 4 + random.nextInt(11);
                while (digits-- > 0) {
                    number.append(random.nextInt(10));
                }
                assertThat(Addresses.phone(number.toString(), null)).as(number.toString())
                        .isEqualTo(parsed(phones, number.toString()));
                String gaps = withGaps(number.toString(), random);
                assertThat(Addresses.phone(gaps, null)).as(gaps).isEqualTo(parsed(phones, gaps));
            }
        }
    }

    private static String withGaps(String number, Random random) {
        StringBuilder gaps = new StringBuilder();
        for (char c : number.toCharArray()) {
            gaps.append(c).append(random.nextInt(3) == 0 ? List.of(" ", "-", ".", " - ").get(random.nextInt(4)) : "");
        }
        return gaps.toString().strip();
    }

    private static Optional<String> parsed(PhoneNumberUtil phones, String text) {
        try {
            PhoneNumber number = phones.parse(text, "ZZ");
            return phones.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(phones.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }
}

package dev.cadenza.card;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.Result;
import com.google.zxing.client.result.AddressBookParsedResult;
import com.google.zxing.client.result.EmailAddressParsedResult;
import com.google.zxing.client.result.ParsedResult;
import com.google.zxing.client.result.ResultParser;
import com.google.zxing.client.result.TelParsedResult;
import com.google.zxing.client.result.URIParsedResult;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** QR codes on a card. What stands in a vCard or MECARD there is as its owner typed it, and needs no guessing. */
final class Codes {

    private static final double SURE = 0.99;
    private static final Map<DecodeHintType, Object> HINTS = Map.of(DecodeHintType.TRY_HARDER, true,
            DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.CHARACTER_SET, "UTF-8");

    private Codes() {
    }

    /** The texts of all codes in the picture. */
    static List<String> read(Gray picture) {
        try {
            Result[] results = new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(
                    new HybridBinarizer(new Luminance(picture))), HINTS);
            return Arrays.stream(results).map(Result::getText).map(text -> text.replace("\0", "")).toList();
        } catch (NotFoundException none) {
            return List.of();
        }
    }

    static CardFields fields(List<String> codes, @Nullable String region) {
        CardFields fields = CardFields.NONE;
        for (String code : codes) {
            ParsedResult parsed = ResultParser.parseResult(new Result(code, null, null, BarcodeFormat.QR_CODE));
            fields = fields.or(fields(parsed, region));
        }
        return fields;
    }

    private static CardFields fields(ParsedResult parsed, @Nullable String region) {
        Map<CardField, FieldValue> values = new EnumMap<>(CardField.class);
        List<Phone> phones = new ArrayList<>();
        if (parsed instanceof AddressBookParsedResult person) {
            put(values, CardField.NAME, first(person.getNames()));
            put(values, CardField.TITLE, person.getTitle());
            put(values, CardField.COMPANY, person.getOrg() == null ? null : person.getOrg().replaceFirst("\\s*[;\\n].*",
                    ""));
            email(values, first(person.getEmails()));
            put(values, CardField.ADDRESS, lines(first(person.getAddresses())));
            urls(values, person.getURLs());
            phones(phones, person, region);
        } else if (parsed instanceof EmailAddressParsedResult mail) {
            email(values, first(mail.getTos()));
        } else if (parsed instanceof TelParsedResult tel) {
            phone(phones, tel.getNumber(), "", region);
        } else if (parsed instanceof URIParsedResult uri) {
            urls(values, new String[] {uri.getURI()});
        }
        return new CardFields(values, phones);
    }

    private static void phones(List<Phone> phones, AddressBookParsedResult person, @Nullable String region) {
        String[] numbers = person.getPhoneNumbers();
        String[] types = person.getPhoneTypes();
        for (int i = 0; numbers != null && i < numbers.length; i++) {
            phone(phones, numbers[i], types == null || i >= types.length || types[i] == null ? "" : types[i], region);
        }
    }

    private static void phone(List<Phone> phones, @Nullable String number, String type, @Nullable String region) {
        if (number == null) {
            return;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        Phone.Kind kind = lower.contains("fax") ? Phone.Kind.FAX : lower.contains("cell") || lower.contains("mobil")
                ? Phone.Kind.MOBILE : Phone.Kind.WORK;
        Addresses.phone(number, region).ifPresent(normal -> phones.add(new Phone(normal, kind, SURE, Source.CODE)));
    }

    private static void email(Map<CardField, FieldValue> values, @Nullable String address) {
        if (address != null) {
            Addresses.email(address).ifPresent(normal -> put(values, CardField.EMAIL, normal));
        }
    }

    private static void urls(Map<CardField, FieldValue> values, String @Nullable [] urls) {
        for (String url : urls == null ? new String[0] : urls) {
            put(values, url.toLowerCase(Locale.ROOT).contains("linkedin.com/") ? CardField.LINKEDIN : CardField.WEBSITE,
                    url);
        }
    }

    private static void put(Map<CardField, FieldValue> values, CardField field, @Nullable String value) {
        String text = value == null ? "" : PlainText.trim(value.replaceAll("\\p{Cntrl}+", " "));
        if (!text.isEmpty() && text.length() <= field.maxLength() && PlainText.storable(text)) {
            values.putIfAbsent(field, new FieldValue(text, SURE, Source.CODE));
        }
    }

    private static @Nullable String lines(@Nullable String address) {
        return address == null ? null : address.lines().map(String::strip).filter(line -> !line.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String first(String @Nullable [] values) {
        return values == null || values.length == 0 ? null : values[0];
    }

    /** A picture as the code reader wants it. */
    private static final class Luminance extends LuminanceSource {

        private final Gray picture;

        Luminance(Gray picture) {
            super(picture.width(), picture.height());
            this.picture = picture;
        }

        @Override
        public byte[] getRow(int y, byte @Nullable [] row) {
            byte[] target = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
            System.arraycopy(picture.pixels(), y * getWidth(), target, 0, getWidth());
            return target;
        }

        @Override
        public byte[] getMatrix() {
            return picture.pixels();
        }
    }
}

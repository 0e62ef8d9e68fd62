package dev.cadenza.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.springframework.boot.jackson.JsonComponent;

/**
 * Refuses texts with the character U+0000, which JSON can write and PostgreSQL can't keep, while it is still known
 * whose field they are.
 */
@JsonComponent
class StorableTexts extends StringDeserializer {

    private static final long serialVersionUID = 1L;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        if (text != null && text.indexOf('\0') >= 0) {
            throw new Unstorable(parser);
        }
        return text;
    }

    /** Jackson adds the path to the field. */
    static final class Unstorable extends JsonMappingException {

        private static final long serialVersionUID = 1L;

        private Unstorable(JsonParser parser) {
            super(parser, "The text has a character that can't be kept (U+0000).");
        }
    }
}

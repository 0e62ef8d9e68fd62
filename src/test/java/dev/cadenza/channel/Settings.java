package dev.cadenza.channel;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as Spring Boot would bind them. */
final class Settings {

    private Settings() {
    }

    /** @param namesAndValues below {@code cadenza.mail}, alternating */
    static MailProperties mail(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("cadenza.mail." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("cadenza.mail",
                MailProperties.class);
    }
}

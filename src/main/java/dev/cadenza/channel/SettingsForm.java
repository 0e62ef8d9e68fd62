package dev.cadenza.channel;

import dev.cadenza.problem.FieldError;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which settings a provider has, read from its record, and how values that a person typed become that record. */
final class SettingsForm<S extends Record> {

    private static final int LONGEST = 4000;

    private final Class<S> type;
    private final List<Entry> entries;

    private SettingsForm(Class<S> type) {
        this.type = type;
        this.entries = Arrays.stream(type.getRecordComponents()).map(Entry::of).toList();
    }

    static <S extends Record> SettingsForm<S> of(Class<S> type) {
        return new SettingsForm<>(type);
    }

    /**
     * One setting as the API shows it.
     *
     * @param values what it may be, where that is a fixed set
     * @param administratorsOnly true for addresses that credentials and messages go to
     */
    record Entry(String name, String description, boolean secret, boolean administratorsOnly, boolean required,
            @Nullable String defaultValue, @Nullable List<String> values) {

        static Entry of(RecordComponent component) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalStateException(component + " is not marked as a setting");
            }
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            String fallback = setting.defaultValue().isEmpty() ? null : setting.defaultValue();
            return new Entry(component.getName(), setting.value(), setting.secret(), setting.address(),
                    !optional && fallback == null, fallback, constants(component.getType()));
        }

        private static @Nullable List<String> constants(Class<?> type) {
            return type.isEnum() ? Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()
                    : type == Boolean.class || type == boolean.class ? List.of("true", "false") : null;
        }

        /** Where it stands in a request. */
        String field() {
            return (secret ? "credentials." : "settings.") + name;
        }
    }

    List<Entry> entries() {
        return entries;
    }

    Set<String> secrets() {
        return entries.stream().filter(Entry::secret).map(Entry::name).collect(Collectors.toSet());
    }

    Set<String> addresses() {
        return entries.stream().filter(Entry::administratorsOnly).map(Entry::name).collect(Collectors.toSet());
    }

    /** The record; empty, with an error for each bad value, where there is none. */
    Optional<S> read(Map<String, String> values, List<FieldError> errors) {
        int before = errors.size();
        values.keySet().stream().filter(name -> entries.stream().noneMatch(entry -> entry.name().equals(name)))
                .forEach(name -> errors.add(FieldError.of("settings." + name, "unknown",
                        "This provider has no setting '" + name + "'.")));
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(entries.get(i), components[i].getType(), values, errors);
        }
        return errors.size() > before ? Optional.empty() : construct(components, arguments, errors);
    }

    private static @Nullable Object argument(Entry entry, Class<?> type, Map<String, String> values,
            List<FieldError> errors) {
        String given = values.get(entry.name());
        String text = given == null || given.isBlank() ? entry.defaultValue() : given.strip();
        if (text == null) {
            if (entry.required()) {
                errors.add(FieldError.required(entry.field()));
            }
            return null;
        }
        try {
            if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("too long");
            }
            return value(text, type);
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            errors.add(FieldError.of(entry.field(), "invalid", "The value of '" + entry.name()
                    + "' has the wrong form."));
            return null;
        }
    }

    private static Object value(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == Integer.class || type == int.class) {
            return Integer.valueOf(text);
        }
        if (type == Boolean.class || type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("not a boolean");
            }
            return Boolean.valueOf(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        if (type == URI.class) {
            return address(text);
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(text.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of the values"));
    }

    private static URI address(String text) {
        URI address = URI.create(text.replaceFirst("/+$", ""));
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("(?i)https?")
                || address.getUserInfo() != null
                || address.getQuery() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("not a whole address");
        }
        return address;
    }

    private Optional<S> construct(RecordComponent[] components, Object[] arguments, List<FieldError> errors) {
        try {
            Constructor<S> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof InvalidSetting invalid) {
                String field = entries.stream().filter(entry -> entry.name().equals(invalid.setting()))
                        .map(Entry::field).findFirst().orElse("settings." + invalid.setting());
                errors.add(FieldError.of(field, "invalid", String.valueOf(invalid.getMessage())));
                return Optional.empty();
            }
            throw new IllegalStateException("The settings " + type + " can't be made", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("The settings " + type + " can't be made", impossible);
        }
    }
}

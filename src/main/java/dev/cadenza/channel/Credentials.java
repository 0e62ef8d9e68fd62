package dev.cadenza.channel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** The secrets of a channel, decrypted when the first of them is asked for. Their text form names them only. */
public final class Credentials {

    private final Set<String> names;
    private final SingletonSupplier<Map<String, String>> values;

    Credentials(Set<String> names, Supplier<Map<String, String>> values) {
        this.names = new TreeSet<>(names);
        this.values = SingletonSupplier.of(values);
    }

    /** Which secrets there are. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /**
     * @throws dev.cadenza.problem.Conflict where they can't be decrypted with the keys of this installation
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(all().get(name));
    }

    Map<String, String> all() {
        return values.obtain();
    }

    @Override
    public String toString() {
        return "Credentials" + names;
    }
}

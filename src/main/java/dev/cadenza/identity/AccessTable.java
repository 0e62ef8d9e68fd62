package dev.cadenza.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may what: the lines of {@code who-may-what.txt}, which says itself how it is read. The first matching line of the
 * most specific path counts. This is what decides, and a test holds that every endpoint has its line.
 */
@Component
class AccessTable {

    private static final String FILE = "who-may-what.txt";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final List<Line> lines;

    AccessTable() {
        this.lines = read();
    }

    /**
     * One line.
     *
     * @param method {@code *} for all
     * @param open whether nobody needs to sign in
     * @param roles who may; all where it is open
     */
    record Line(String method, PathPattern path, boolean open, Set<Role> roles) {

        boolean matches(String requested, PathContainer requestedPath) {
            return methodMatches(requested) && path.matches(requestedPath);
        }

        private boolean methodMatches(String requested) {
            return method.equals("*") || method.equals(requested)
                    || method.equals("GET") && READING.contains(requested);
        }
    }

    List<Line> lines() {
        return lines;
    }

    Optional<Line> line(String method, String path) {
        PathContainer container = PathContainer.parsePath(path);
        return lines.stream().filter(line -> line.matches(method, container)).findFirst();
    }

    /** Whether this request may be made by who makes it. A path without a line is read by all users, and is not open. */
    boolean admits(HttpServletRequest request, Authentication authentication) {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        Optional<Line> line = line(request.getMethod(), path);
        if (line.isPresent() && line.get().open()) {
            return true;
        }
        Set<Role> admitted = line.map(Line::roles).orElseGet(() -> READING.contains(request.getMethod())
                ? EnumSet.allOf(Role.class) : EnumSet.of(Role.ADMINISTRATOR, Role.MARKETER, Role.SERVICE));
        return authentication != null && authentication.getPrincipal() instanceof SignedInUser user
                && admitted.contains(user.role());
    }

    private static List<Line> read() {
        List<Line> read = new ArrayList<>();
        try {
            new ClassPathResource(FILE).getContentAsString(StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceAll("#.*", "").strip()).filter(line -> !line.isEmpty())
                    .forEach(line -> read.add(parse(line)));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        read.sort(Comparator.comparing(Line::path, PathPattern.SPECIFICITY_COMPARATOR)
                .thenComparing(line -> line.method().equals("*")));
        return List.copyOf(read);
    }

    private static Line parse(String line) {
        String[] words = line.split("\\s+");
        if (words.length < 3) {
            throw new IllegalStateException("who-may-what.txt: '" + line + "' does not say who");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        boolean open = false;
        for (int i = 2; i < words.length; i++) {
            switch (words[i]) {
                case "everybody" -> open = true;
                case "signed-in" -> roles.addAll(EnumSet.allOf(Role.class));
                default -> roles.add(Role.valueOf(words[i].toUpperCase(Locale.ROOT)));
            }
        }
        String method = words[0].equals("*") ? "*" : HttpMethod.valueOf(words[0]).name();
        return new Line(method, PathPatternParser.defaultInstance.parse(words[1]), open,
                open ? EnumSet.allOf(Role.class) : roles);
    }
}

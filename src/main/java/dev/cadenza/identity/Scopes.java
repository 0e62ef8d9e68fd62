package dev.cadenza.identity;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an API key may be used for: {@code <area>:read} or {@code <area>:write}, where the area is the word after
 * {@code /api/v1/} ({@code leads:read}), {@code engine} for {@code /engine-rest}, or {@code *} for all of these. Writing
 * includes reading. No scope reaches users, keys, sessions and passwords, except to read who one is.
 */
record Scopes(List<String> granted) {

    private static final Pattern FORM = Pattern.compile("(\\*|[a-z][a-z-]{0,39}):(read|write)");
    private static final Set<String> NEVER = Set.of("auth", "users", "invitations", "api-keys");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String API = "/api/v1/";
    private static final String ENGINE = "/engine-rest/";

    Scopes {
        granted = List.copyOf(granted);
    }

    /** @throws Rejected naming {@code scopes} */
    static List<String> check(List<String> wanted) {
        if (wanted.isEmpty() || wanted.size() > 50) {
            throw new Rejected(FieldError.of("scopes", "invalid", "A key needs 1 to 50 scopes, such as leads:read."));
        }
        for (String scope : wanted) {
            if (scope == null || !FORM.matcher(scope).matches()) {
                throw new Rejected(FieldError.of("scopes", "invalid",
                        "'" + scope + "' is not a scope such as leads:read, campaigns:write or *:read."));
            }
            if (NEVER.contains(scope.substring(0, scope.indexOf(':')))) {
                throw new Rejected(FieldError.of("scopes", "invalid", "No key reaches " + scope + "."));
            }
        }
        return wanted;
    }

    boolean cover(String method, String path) {
        boolean reads = READING.contains(method);
        if (path.equals(API + "auth/me")) {
            return reads;
        }
        String area = area(path);
        return !area.isEmpty() && !NEVER.contains(area) && List.of(area, "*").stream().anyMatch(name ->
                granted.contains(name + ":write") || reads && granted.contains(name + ":read"));
    }

    private static String area(String path) {
        if (path.startsWith(ENGINE)) {
            return "engine";
        }
        if (!path.startsWith(API)) {
            return "";
        }
        int end = path.indexOf('/', API.length());
        return path.substring(API.length(), end < 0 ? path.length() : end);
    }
}

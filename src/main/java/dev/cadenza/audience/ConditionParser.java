package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads conditions and reports every fault in them with its place. */
final class ConditionParser {

    static final int MAX_DEPTH = 10;
    static final int MAX_PARTS = 200;
    static final int MAX_LENGTH = 200_000;

    private static final Set<String> GROUPS = Set.of("all", "any", "not");
    private static final Set<String> STATEMENT = Set.of("field", "operator", "value");

    private final ConditionScope scope;
    private final List<FieldError> errors = new ArrayList<>();
    private int parts;

    private ConditionParser(ConditionScope scope) {
        this.scope = scope;
    }

    static Condition parse(@Nullable JsonNode json, ConditionScope scope, String path) {
        ConditionParser parser = new ConditionParser(scope);
        if (json == null || json.isNull() || json.isMissingNode()) {
            throw new Rejected(FieldError.required(path));
        }
        if (json.toString().length() > MAX_LENGTH) {
            throw new Rejected(FieldError.of(path, "too-large", "A condition has at most " + MAX_LENGTH
                    + " characters."));
        }
        Condition condition = parser.node(json, path, 1);
        if (!parser.errors.isEmpty() || condition == null) {
            throw new Rejected(parser.errors);
        }
        return condition;
    }

    private @Nullable Condition node(JsonNode json, String path, int depth) {
        if (!json.isObject()) {
            return fault(path, "invalid", "A condition is a JSON object with 'all', 'any', 'not' or 'field'.");
        }
        if (++parts > MAX_PARTS) {
            return parts > MAX_PARTS + 1 ? null
                    : fault(path, "too-many", "A condition may have " + MAX_PARTS + " parts.");
        }
        if (depth > MAX_DEPTH) {
            return fault(path, "too-deep", "Conditions may be nested " + MAX_DEPTH + " deep.");
        }
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        String group = names.stream().filter(GROUPS::contains).findFirst().orElse(null);
        Set<String> allowed = group == null ? STATEMENT : Set.of(group);
        boolean foreign = false;
        for (String name : names) {
            if (!allowed.contains(name)) {
                fault(path + "." + name, "unknown-field", group == null
                        ? "A condition has 'all', 'any' or 'not', or 'field', 'operator' and 'value'."
                        : "Nothing may stand beside '" + group + "'.");
                foreign = true;
            }
        }
        if (foreign) {
            return null;
        }
        return group == null ? statement(json, path) : group(group, json.get(group), path + "." + group, depth);
    }

    private @Nullable Condition group(String group, JsonNode json, String path, int depth) {
        if (group.equals("not")) {
            Condition part = node(json, path, depth + 1);
            return part == null ? null : new Condition.Not(part);
        }
        if (!json.isArray()) {
            return fault(path, "invalid", "'" + group + "' takes an array of conditions.");
        }
        if (group.equals("any") && json.isEmpty()) {
            return fault(path, "required", "'any' needs at least one condition.");
        }
        List<Condition> members = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < json.size() && parts <= MAX_PARTS; i++) {
            Condition member = node(json.get(i), path + "[" + i + "]", depth + 1);
            if (member == null) {
                whole = false;
            } else {
                members.add(member);
            }
        }
        if (!whole) {
            return null;
        }
        return group.equals("all") ? new Condition.All(members) : new Condition.Any(members);
    }

    private @Nullable Condition statement(JsonNode json, String path) {
        String field = word(json, "field", path);
        String operator = word(json, "operator", path);
        if (field == null || operator == null) {
            return null;
        }
        return new StatementParser(field, operator, json.get("value"), scope, path, errors).parse();
    }

    private @Nullable String word(JsonNode json, String name, String path) {
        JsonNode word = json.get(name);
        if (word == null || word.isNull()) {
            errors.add(FieldError.required(path + "." + name));
            return null;
        }
        if (!word.isTextual()) {
            errors.add(FieldError.of(path + "." + name, "invalid", "This must be text."));
            return null;
        }
        return word.textValue();
    }

    private @Nullable Condition fault(String path, String code, String message) {
        errors.add(FieldError.of(path, code, message));
        return null;
    }
}

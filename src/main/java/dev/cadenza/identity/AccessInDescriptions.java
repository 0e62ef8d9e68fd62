package dev.cadenza.identity;

import io.swagger.v3.oas.models.Operation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the API's description, at each operation, who may call it. */
@Component
class AccessInDescriptions implements OpenApiCustomizer {

    private final AccessTable table;

    AccessInDescriptions(AccessTable table) {
        this.table = table;
    }

    @Override
    public void customise(io.swagger.v3.oas.models.OpenAPI description) {
        description.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) ->
                describe(operation, who(method.name(), path))));
    }

    private static void describe(Operation operation, String who) {
        String before = operation.getDescription();
        operation.setDescription((before == null || before.isBlank() ? "" : before + "\n\n") + "Who: " + who + ".");
    }

    private String who(String method, String path) {
        // A name of a variable may hold what a path may not: any word will do in its place.
        return table.line(method, path.replaceAll("\\{[^/]*}", "x")).map(line -> {
            if (line.open()) {
                return "everybody";
            }
            List<String> roles = line.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList();
            return roles.size() == Role.values().length ? "every user" : roles.stream().collect(Collectors.joining(", "));
        }).orElse("every user reads; administrator, marketer, service write");
    }
}

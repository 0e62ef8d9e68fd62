package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Walks everything that answers: our controllers, the actuator's endpoints, the engine's REST resources, servlets, and
 * static pages. Each must have its line in {@code who-may-what.txt}, and the application must do what the line says.
 */
@CadenzaTest
class WhoMayWhatTest {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** These do something to whoever calls them that would spoil the calls after it, or hold the connection. */
    private static final Set<String> NOT_CALLED = Set.of("POST /api/v1/auth/logout-everywhere",
            "POST /api/v1/outbox/hold");

    @Autowired
    ApplicationContext context;
    @Autowired
    ServletContext servlets;
    @Autowired
    AccessTable table;
    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;

    private final Map<Role, TestRestTemplate> as = new EnumMap<>(Role.class);

    @BeforeEach
    void people() {
        People people = new People(users, http);
        for (Role role : Role.values()) {
            as.put(role, people.as(role));
        }
    }

    record Endpoint(String method, String pattern) {

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    @Test
    void everyEndpointOfOursHasALineOfItsOwn() {
        Set<String> lines = new TreeSet<>();
        table.lines().forEach(line -> lines.add(line.method() + " " + shape(line.path().getPatternString())));

        List<String> missing = controllers().stream().filter(endpoint -> endpoint.pattern().startsWith("/api/v1/")
                || !endpoint.pattern().startsWith("/api/"))
                .filter(endpoint -> !endpoint.pattern().startsWith("/actuator") && !endpoint.pattern().equals("/error"))
                .filter(endpoint -> !lines.contains(endpoint.method() + " " + shape(endpoint.pattern())))
                .map(Endpoint::toString).sorted().toList();

        assertThat(missing).as("endpoints without a line in who-may-what.txt").isEmpty();
    }

    @Test
    void everythingElseThatAnswersHasALine() throws IOException {
        List<String> missing = new ArrayList<>();
        Set<String> paths = new TreeSet<>();
        controllers().stream().map(Endpoint::pattern).filter(path -> !path.startsWith("/api/v1/"))
                .forEach(paths::add);
        paths.addAll(engineResources());
        paths.addAll(servletPaths());
        paths.addAll(pages());
        paths.addAll(resourceHandlers());

        for (String path : paths) {
            if (table.line("GET", example(path)).isEmpty()) {
                missing.add(path);
            }
        }

        assertThat(paths).anyMatch(path -> path.startsWith("/engine-rest/task"))
                .anyMatch(path -> path.startsWith("/camunda/"))
                .anyMatch(path -> path.startsWith("/actuator")).contains("/mailbox.html", "/forms/review-drafts.html");
        assertThat(missing).as("paths without a line in who-may-what.txt").isEmpty();
    }

    @Test
    void lineWithoutAnEndpointIsNotKept() {
        Set<String> mapped = new TreeSet<>();
        controllers().forEach(endpoint -> mapped.add(endpoint.method() + " " + shape(endpoint.pattern())));

        List<String> dead = table.lines().stream()
                .filter(line -> line.path().getPatternString().startsWith("/api/v1/")
                        && !line.path().getPatternString().contains("**"))
                .map(line -> line.method() + " " + shape(line.path().getPatternString()))
                .filter(line -> !mapped.contains(line)).toList();

        assertThat(dead).as("lines of who-may-what.txt that no endpoint has any more").isEmpty();
    }

    @Test
    void applicationDoesWhatTheTableSays() {
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : controllers()) {
            if (endpoint.pattern().startsWith("/api/v1/") && !NOT_CALLED.contains(endpoint.toString())) {
                table.line(endpoint.method(), example(endpoint.pattern())).ifPresent(line -> {
                    check(endpoint, null, line, wrong);
                    for (Role role : Role.values()) {
                        check(endpoint, role, line, wrong);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void doorsOfTheEngineOperationsAndPagesAreWhatTheTableSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Endpoint> doors = new ArrayList<>();
        pages().forEach(page -> doors.add(new Endpoint("GET", page)));
        engineResources().forEach(resource -> doors.add(new Endpoint("GET", resource)));
        for (String path : List.of("/actuator", "/actuator/info", "/actuator/env", "/actuator/health", "/api/openapi",
                "/camunda/app/tasklist/default/", "/camunda/app/cockpit/default/", "/camunda/app/admin/default/")) {
            doors.add(new Endpoint("GET", path));
        }
        doors.add(new Endpoint("POST", "/engine-rest/deployment/create"));
        doors.add(new Endpoint("POST", "/engine-rest/migration/execute"));
        doors.add(new Endpoint("POST", "/engine-rest/external-task/fetchAndLock"));
        for (Endpoint door : doors) {
            AccessTable.Line line = table.line(door.method(), example(door.pattern())).orElseThrow();
            check(door, null, line, wrong);
            for (Role role : Role.values()) {
                // Beyond the door the engine's own authorizations may refuse; they have a test of their own.
                if (!door.pattern().startsWith("/engine-rest") || !line.roles().contains(role)) {
                    check(door, role, line, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOperationOfTheDescriptionSaysWhoMayCallIt() {
        var description = as.get(Role.ADMINISTRATOR).getForObject("/api/openapi",
                com.fasterxml.jackson.databind.JsonNode.class);

        List<String> silent = new ArrayList<>();
        description.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
            if (!operation.getValue().path("description").asText().contains("Who: ")) {
                silent.add(operation.getKey() + " " + path.getKey());
            }
        }));
        assertThat(silent).isEmpty();
    }

    private void check(Endpoint endpoint, @Nullable Role role, AccessTable.Line line, List<String> wrong) {
        boolean allowed = line.open() || role != null && line.roles().contains(role);
        int status = call(endpoint, role);
        boolean refused = status == 401 || status == 403;
        boolean right = allowed ? !refused || endpoint.pattern().contains("/auth/") && status == 401
                : role == null ? status == 401 : status == 403;
        if (!right) {
            wrong.add(endpoint + " as " + (role == null ? "nobody" : role) + " answered " + status + ", the table says "
                    + (allowed ? "allowed" : "refused"));
        }
    }

    /** A body that can't be read: who is let in changes nothing. */
    private int call(Endpoint endpoint, @Nullable Role role) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setAccept(List.of(MediaType.ALL));
        TestRestTemplate rest = role == null ? http : as.get(role);
        return rest.exchange(example(endpoint.pattern()), HttpMethod.valueOf(endpoint.method()),
                new HttpEntity<>(READING.contains(endpoint.method()) ? null : "{", headers), byte[].class)
                .getStatusCode().value();
    }

    private List<Endpoint> controllers() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (RequestMappingInfoHandlerMapping mapping : context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()) {
            mapping.getHandlerMethods().keySet().forEach(info -> add(info, endpoints));
        }
        return endpoints.stream().distinct().toList();
    }

    private static void add(RequestMappingInfo info, List<Endpoint> endpoints) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            if (methods.isEmpty()) {
                endpoints.add(new Endpoint("GET", pattern));
            }
            methods.forEach(method -> endpoints.add(new Endpoint(method.name(), pattern)));
        }
    }

    /** The roots of the engine's REST resources, at the default engine and by the engine's name. */
    private static Set<String> engineResources() {
        Set<String> paths = new TreeSet<>();
        for (Class<?> resource : CamundaRestResources.getResourceClasses()) {
            paths.addAll(below("/engine-rest", resource));
        }
        return paths;
    }

    private static Collection<String> below(String root, Class<?> resource) {
        Set<String> paths = new TreeSet<>();
        String base = root + Optional.ofNullable(annotation(resource)).map(path -> slash(path.value())).orElse("");
        for (Method method : resource.getMethods()) {
            Path path = method.getAnnotation(Path.class);
            if (path != null) {
                paths.add((base + slash(path.value())).replaceAll("/+", "/").replaceAll("(?<=.)/$", ""));
            }
        }
        return paths;
    }

    private static @Nullable Path annotation(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getAnnotation(Path.class) != null) {
                return at.getAnnotation(Path.class);
            }
        }
        return null;
    }

    private static String slash(String path) {
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private Set<String> servletPaths() {
        Set<String> paths = new TreeSet<>();
        for (ServletRegistration servlet : servlets.getServletRegistrations().values()) {
            servlet.getMappings().stream().filter(mapping -> !mapping.equals("/")).forEach(paths::add);
        }
        return paths;
    }

    private static Set<String> pages() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (Resource page : new PathMatchingResourcePatternResolver().getResources("classpath*:static/**/*.*")) {
            String url = page.getURL().toString();
            if (url.contains("/main/static/") || url.contains("/classes/static/")) {
                paths.add("/" + url.substring(url.indexOf("/static/") + "/static/".length()));
            }
        }
        return paths;
    }

    private Set<String> resourceHandlers() {
        Set<String> paths = new TreeSet<>();
        context.getBeansOfType(SimpleUrlHandlerMapping.class).values().forEach(mapping ->
                mapping.getUrlMap().keySet().stream().filter(path -> !path.equals("/**") && !path.contains("favicon"))
                        .forEach(paths::add));
        return paths;
    }

    private static String shape(String pattern) {
        return pattern.replaceAll("\\{[^/]*}", "{}");
    }

    private static String example(String pattern) {
        return pattern.replace("{kind}", "campaigns").replaceAll("\\{\\*[^/]*}", "x")
                .replaceAll("\\{[^/}]*}", UUID.randomUUID().toString()).replace("**", "x").replace("*", "x");
    }
}

package dev.cadenza.attack;

import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import java.net.URI;
import java.util.UUID;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DefaultUriBuilderFactory;

/** People with a role and bad intentions. */
@Component
class Attackers {

    static final String PASSWORD = "battery-staple-42";

    private final Users users;
    private final Environment environment;

    Attackers(Users users, Environment environment) {
        this.users = users;
        this.environment = environment;
    }

    SignedInUser make(Role role) {
        return users.create(new NewUser(role.group() + "-" + UUID.randomUUID() + "@cadenza.test", PASSWORD, role));
    }

    TestRestTemplate as(Role role) {
        SignedInUser user = make(role);
        TestRestTemplate rest = new TestRestTemplate(new RestTemplateBuilder()
                .requestFactoryBuilder(ClientHttpRequestFactoryBuilder.jdk()), user.email(), PASSWORD);
        rest.setUriTemplateHandler(new DefaultUriBuilderFactory(URI.create("http://localhost:"
                + environment.getProperty("local.server.port")).toString()));
        return rest;
    }
}

package dev.cadenza.identity;

import java.util.UUID;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** Makes users of a role with addresses of their own, and signs them in. */
final class People {

    static final String PASSWORD = "battery-staple-42";

    private final Users users;
    private final TestRestTemplate http;

    People(Users users, TestRestTemplate http) {
        this.users = users;
        this.http = http;
    }

    SignedInUser make(Role role) {
        return users.create(new NewUser(role.group() + "-" + UUID.randomUUID() + "@cadenza.test", PASSWORD, role));
    }

    TestRestTemplate as(Role role) {
        return as(make(role));
    }

    TestRestTemplate as(SignedInUser user) {
        return http.withBasicAuth(user.email(), PASSWORD);
    }

    TestRestTemplate administrator() {
        return http.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }
}

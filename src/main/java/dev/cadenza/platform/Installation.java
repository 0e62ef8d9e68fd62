package dev.cadenza.platform;

import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What kind of installation this node belongs to, and the node's own name. */
@Component
public class Installation {

    private final boolean embeddedDatabase;
    private final String node;

    Installation(Environment environment) {
        String url = environment.getProperty("spring.datasource.url", "embedded");
        this.embeddedDatabase = url.equals("embedded");
        this.node = "node-" + UUID.randomUUID();
    }

    /** True where this node runs on the PostgreSQL server that it brings along: a first look, or a single machine. */
    public boolean embeddedDatabase() {
        return embeddedDatabase;
    }

    /** A name that no other run of any node has, for claims on shared work. */
    public String node() {
        return node;
    }
}

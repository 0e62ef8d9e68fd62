package dev.cadenza;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.mustache.MustacheAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The application: one node of Cadenza. Several nodes share one PostgreSQL database. */
@SpringBootApplication(exclude = MustacheAutoConfiguration.class) // templates are rendered by draft, not as web views
@EnableScheduling
@ConfigurationPropertiesScan
public class Cadenza {

    public static void main(String[] args) {
        SpringApplication.run(Cadenza.class, args);
    }
}

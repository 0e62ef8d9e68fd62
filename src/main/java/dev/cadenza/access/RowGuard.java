package dev.cadenza.access;

import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.problem.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Holds {@link Visibility} for every path that names a row ({@code /api/v1/campaigns/<id>} and all below it), whichever
 * module serves it. Lists ask for {@link Visibility#condition} themselves.
 */
@Configuration
class RowGuard implements WebMvcConfigurer, HandlerInterceptor {

    private static final String API = "/api/v1/";

    private final Sharing sharing;
    private final Visibility visibility;
    private final JdbcClient jdbc;

    RowGuard(Sharing sharing, Visibility visibility, JdbcClient jdbc) {
        this.sharing = sharing;
        this.visibility = visibility;
        this.jdbc = jdbc;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns(API + "**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // As the server has decoded it: controllers are found by that, so no spelling of a path gets past here.
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        String[] parts = path.startsWith(API) ? path.substring(API.length()).split("/") : new String[0];
        if (parts.length >= 2) {
            if (parts[0].equals("mailbox")) {
                requireOwnMailbox(parts[1]);
            } else {
                requireRow(parts[0], parts[1]);
            }
        }
        return true;
    }

    private void requireRow(String path, String text) {
        if (visibility.seesAll()) {
            return;
        }
        sharing.kind(path).ifPresent(kind -> uuid(text).ifPresent(id ->
                sharing.ownerRow(kind, id).filter(row -> !visibility.sees(row)).ifPresent(row -> {
                    throw new NotFound(kind.word(), id);
                })));
    }

    /** The embedded mailboxes hold the mails about accounts too, with links that set passwords. */
    private void requireOwnMailbox(String address) {
        String mailbox = mailbox(address);
        boolean own = SignedInUser.current().filter(user -> user.role() == Role.ADMINISTRATOR
                || mailbox(user.email()).equals(mailbox)).isPresent();
        if (!own && jdbc.sql("""
                select exists(select 1 from app_user where regexp_replace(email, '\\+[^@]*@', '@') = :mailbox)
                    or exists(select 1 from account_link where regexp_replace(email, '\\+[^@]*@', '@') = :mailbox)""")
                .param("mailbox", mailbox).query(Boolean.class).single()) {
            throw new NotFound("mailbox", address);
        }
    }

    /** What {@code local+tag@domain} reaches is {@code local@domain}. */
    private static String mailbox(String address) {
        return address.strip().toLowerCase(Locale.ROOT).replaceFirst("\\+[^@]*@", "@");
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text.trim())); // as Spring reads it
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}

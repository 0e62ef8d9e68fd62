package dev.cadenza.identity;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.cadenza.platform.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Access tokens: JWT (RFC 7519) signed with HS256 and nothing else, valid for 15 minutes on every node. A token names
 * its user and session; whether that user is active, in which role, whether the session goes on and the token is not on
 * the blacklist is read on each request, in one query, so that taking a right away works at once on every node.
 */
@Component
class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

    static final Duration VALID = Duration.ofMinutes(15);
    /** How far the clocks of two nodes may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);
    static final String ISSUER = "cadenza";
    static final String AUDIENCE = "cadenza-api";
    private static final String VERSION_CLAIM = "ver";
    private static final String SESSION_CLAIM = "sid";
    /** All that decides about a token, in one round trip to the database that all nodes share. */
    private static final String STANDING = """
            select u.id, u.email, u.role from app_user u
            where u.id = :user and u.active and u.token_version = :version
              and not exists (select 1 from token_blacklist b where b.jti = :jti)
              and exists (select 1 from user_session s where s.id = :session and s.user_id = u.id
                  and not s.is_revoked)""";

    private final SecretKey key;
    private final NimbusJwtEncoder encoder;
    private final JdbcClient jdbc;
    private final Clock clock;

    Tokens(Keys keys, JdbcClient jdbc, Clock clock) {
        this.key = new SecretKeySpec(keys.key("access-token"), "HmacSHA256");
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An access token as a client gets it. @param id its {@code jti} */
    record Issued(String id, String value, Instant expiresAt) {
    }

    /** Which token a request came with. */
    record Origin(UUID session, String jti, Instant expiresAt) {
    }

    Issued issue(User user, UUID session) {
        Instant now = clock.instant();
        String id = UUID.randomUUID().toString();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .audience(List.of(AUDIENCE))
                .subject(user.id().toString())
                .id(id)
                .issuedAt(now)
                .expiresAt(now.plus(VALID))
                .claim(VERSION_CLAIM, user.tokenVersion())
                .claim(SESSION_CLAIM, session.toString())
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
        return new Issued(id, encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue(),
                now.plus(VALID));
    }

    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setClock(clock);
        OAuth2TokenValidator<Jwt> audience = new JwtClaimValidator<List<String>>(JwtClaimNames.AUD,
                given -> given != null && given.contains(AUDIENCE));
        OAuth2TokenValidator<Jwt> expires = new JwtClaimValidator<Object>(JwtClaimNames.EXP, given -> given != null);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, expires, new JwtIssuerValidator(ISSUER),
                audience));
        return decoder;
    }

    /** @throws InvalidBearerTokenException where the user, the session or the token itself has been put out of use */
    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        UUID session = uuid(token.getClaim(SESSION_CLAIM));
        String jti = token.getId();
        if (jti == null || token.getExpiresAt() == null || !(token.getClaim(VERSION_CLAIM) instanceof Long version)) {
            throw refused();
        }
        SignedInUser user = jdbc.sql(STANDING).param("user", uuid(token.getClaim(JwtClaimNames.SUB)))
                .param("version", version).param("jti", jti).param("session", session)
                .query((row, number) -> new SignedInUser(row.getObject("id", UUID.class), row.getString("email"),
                        Role.valueOf(row.getString("role"))))
                .optional().orElseThrow(Tokens::refused);
        UsernamePasswordAuthenticationToken authentication =
                UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities());
        authentication.setDetails(new Origin(session, jti, token.getExpiresAt()));
        return authentication;
    }

    private static UUID uuid(@Nullable Object claim) {
        try {
            return UUID.fromString(String.valueOf(claim));
        } catch (IllegalArgumentException notOurs) {
            throw refused();
        }
    }

    private static InvalidBearerTokenException refused() {
        return new InvalidBearerTokenException("The token is void. Sign in again.");
    }
}

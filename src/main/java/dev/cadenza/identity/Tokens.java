package dev.cadenza.identity;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.cadenza.platform.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.convert.converter.Converter;
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
 * its user; whether that user is active, and in which role, is read on each request, so that taking a right away works
 * at once.
 */
@Component
class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

    static final Duration VALID = Duration.ofMinutes(15);
    static final String ISSUER = "cadenza";
    static final String AUDIENCE = "cadenza-api";
    private static final String VERSION_CLAIM = "ver";

    private final SecretKey key;
    private final NimbusJwtEncoder encoder;
    private final StoredUsers users;
    private final Clock clock;

    Tokens(Keys keys, StoredUsers users, Clock clock) {
        this.key = new SecretKeySpec(keys.key("access-token"), "HmacSHA256");
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        this.users = users;
        this.clock = clock;
    }

    /** An access token as a client gets it. */
    record Issued(String value, Instant expiresAt) {
    }

    Issued issue(User user) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .audience(List.of(AUDIENCE))
                .subject(user.id().toString())
                .id(UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(VALID))
                .claim(VERSION_CLAIM, user.tokenVersion())
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
        return new Issued(encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue(), now.plus(VALID));
    }

    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ofSeconds(30));
        times.setClock(clock);
        OAuth2TokenValidator<Jwt> audience = new JwtClaimValidator<List<String>>(JwtClaimNames.AUD,
                given -> given != null && given.contains(AUDIENCE));
        OAuth2TokenValidator<Jwt> expires = new JwtClaimValidator<Object>(JwtClaimNames.EXP, given -> given != null);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, expires, new JwtIssuerValidator(ISSUER),
                audience));
        return decoder;
    }

    /** @throws InvalidBearerTokenException where the user was deactivated, or changed, since the token was made */
    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        SignedInUser user = subject(token)
                .flatMap(users::findById)
                .filter(User::active)
                .filter(found -> Long.valueOf(found.tokenVersion()).equals(token.getClaim(VERSION_CLAIM)))
                .map(SignedInUser::of)
                .orElseThrow(() -> new InvalidBearerTokenException("The token is void. Sign in again."));
        return UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities());
    }

    private static Optional<UUID> subject(Jwt token) {
        try {
            return Optional.ofNullable(token.getSubject()).map(UUID::fromString);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}

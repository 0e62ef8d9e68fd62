package dev.cadenza.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** How requests are let in. Which path is whose stands in {@link AccessTable}. */
@Configuration
class SecurityConfiguration {

    /** Health, webhooks, tracking and unsubscribe: each proves itself, by a signature, or tells nothing. */
    private static final RequestMatcher OPEN = new OrRequestMatcher(new UnderPath("/actuator/health"),
            new UnderPath("/hooks"), new UnderPath("/t"), new UnderPath("/u"), new UnderPath("/push"),
            new UnderPath("/api/v1/push"));

    /** What our own pages load: themselves, and pictures in mails. Nobody frames them. */
    private static final String CONTENT = "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline';"
            + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    private static final BearerTokenResolver BEARER = new DefaultBearerTokenResolver();

    private final PasswordAuthentication passwords;
    private final Tokens tokens;
    private final ApiKeys keys;
    private final AccessTable table;
    private final AccessProblems problems;

    SecurityConfiguration(PasswordAuthentication passwords, Tokens tokens, ApiKeys keys, AccessTable table,
            AccessProblems problems) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.keys = keys;
        this.table = table;
        this.problems = problems;
    }

    @Bean
    @Order(0)
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http
                .securityMatcher(OPEN)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Camunda's web applications sign in with their own form, over the same users, and guard their own API. */
    @Bean
    @Order(1)
    SecurityFilterChain webapps(HttpSecurity http, StoredUsers users, Sessions signIns,
            ApplicationEventPublisher events) throws Exception {
        return http
                .securityMatcher(new UnderPath("/camunda"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // the web applications send their own
                .addFilterBefore(new StartPage(), AuthorizationFilter.class)
                .addFilterBefore(new WebappSessions(users, signIns, events), AuthorizationFilter.class)
                .build();
    }

    /** The engine's REST API: the same users, and then the engine's own authorizations. */
    @Bean
    @Order(2)
    SecurityFilterChain engineRest(HttpSecurity http, IdentityService identity) throws Exception {
        return withUsers(http.securityMatcher(new UnderPath("/engine-rest")))
                .authorizeHttpRequests(requests -> requests.anyRequest().access(this::admitted))
                .addFilterAfter(new EngineRestAuthentication(identity), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain api(HttpSecurity http, StoredUsers users, Sessions signIns) throws Exception {
        return withUsers(http)
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
                        .anyRequest().access(this::admitted))
                .headers(headers -> headers
                        .contentSecurityPolicy(content -> content.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .addFilterBefore(new StartPage(), BasicAuthenticationFilter.class)
                .addFilterBefore(new WebappSession(users, signIns, problems), BasicAuthenticationFilter.class)
                .build();
    }

    private AuthorizationDecision admitted(Supplier<Authentication> who, RequestAuthorizationContext context) {
        return new AuthorizationDecision(table.admits(context.getRequest(), who.get()));
    }

    /** An API key looks like a bearer token and is none; and who refreshes may still send the token that has ended. */
    private static @Nullable String bearer(HttpServletRequest request) {
        return ApiKeyFilter.key(request) != null || request.getServletPath().equals("/api/v1/auth/refresh") ? null
                : BEARER.resolve(request);
    }

    private HttpSecurity withUsers(HttpSecurity http) throws Exception {
        return http
                .authenticationProvider(passwords)
                .addFilterBefore(new CrossSiteRequests(problems), BasicAuthenticationFilter.class)
                .addFilterBefore(new ApiKeyFilter(keys, problems), BasicAuthenticationFilter.class)
                .httpBasic(basic -> basic.authenticationEntryPoint(problems))
                .oauth2ResourceServer(server -> server
                        .bearerTokenResolver(SecurityConfiguration::bearer)
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems)
                        .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens)))
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS)
                        .sessionFixation(fixation -> fixation.none()))
                .csrf(AbstractHttpConfigurer::disable); // CrossSiteRequests and WebappSession see to it
    }
}

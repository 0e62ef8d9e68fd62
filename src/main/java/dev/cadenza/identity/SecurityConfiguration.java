package dev.cadenza.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may reach what. All rules by path are here and nowhere else. */
@Configuration
class SecurityConfiguration {

    /** Health, webhooks, tracking and unsubscribe: each proves itself, by a signature, or tells nothing. */
    private static final RequestMatcher OPEN = new OrRequestMatcher(new UnderPath("/actuator/health"),
            new UnderPath("/hooks"), new UnderPath("/t"), new UnderPath("/u"), new UnderPath("/push"),
            new UnderPath("/api/v1/push"));

    private final PasswordAuthentication passwords;
    private final Tokens tokens;
    private final AccessProblems problems;

    SecurityConfiguration(PasswordAuthentication passwords, Tokens tokens, AccessProblems problems) {
        this.passwords = passwords;
        this.tokens = tokens;
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
    SecurityFilterChain webapps(HttpSecurity http) throws Exception {
        return http
                .securityMatcher(new UnderPath("/camunda"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // the web applications send their own
                .addFilterBefore(new StartPage(), AuthorizationFilter.class)
                .build();
    }

    /** The engine's REST API: the same users, and then the engine's own authorizations. */
    @Bean
    @Order(2)
    SecurityFilterChain engineRest(HttpSecurity http, IdentityService identity) throws Exception {
        return withUsers(http.securityMatcher(new UnderPath("/engine-rest")))
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers(SecurityConfiguration::changesDeployments)
                        .hasRole(Role.ADMINISTRATOR.name())
                        .anyRequest().authenticated())
                .addFilterAfter(new EngineRestAuthentication(identity), AuthorizationFilter.class)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain api(HttpSecurity http, StoredUsers users) throws Exception {
        return withUsers(http)
                .authorizeHttpRequests(SecurityConfiguration::rules)
                .addFilterBefore(new StartPage(), BasicAuthenticationFilter.class)
                .addFilterBefore(new WebappSession(users, problems), BasicAuthenticationFilter.class)
                .build();
    }

    private static boolean changesDeployments(HttpServletRequest request) {
        return new UnderPath("/engine-rest/deployment").matches(request)
                && !HttpMethod.GET.matches(request.getMethod());
    }

    private HttpSecurity withUsers(HttpSecurity http) throws Exception {
        return http
                .authenticationProvider(passwords)
                .addFilterBefore(new CrossSiteRequests(problems), BasicAuthenticationFilter.class)
                .httpBasic(basic -> basic.authenticationEntryPoint(problems))
                .oauth2ResourceServer(server -> server
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

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        String administrator = Role.ADMINISTRATOR.name();
        String marketer = Role.MARKETER.name();
        requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
                .requestMatchers(HttpMethod.POST, "/api/v1/auth/login").permitAll()
                .requestMatchers("/api/v1/users", "/api/v1/users/**", "/actuator/**").hasRole(administrator)
                .requestMatchers(HttpMethod.GET, "/api/**").authenticated()
                .requestMatchers(HttpMethod.HEAD, "/api/**").authenticated()
                .requestMatchers("/api/**").hasAnyRole(administrator, marketer)
                .anyRequest().authenticated();
    }
}

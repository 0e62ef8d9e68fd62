package dev.cadenza.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends who asks for none of its applications in particular to Camunda's welcome page, which lists what the person may open. Camunda
 * itself would send everybody to Tasklist, where analysts can't sign in.
 */
class StartPage extends OncePerRequestFilter {

    private static final Set<String> SHORT = Set.of("/camunda", "/camunda/", "/camunda/app", "/camunda/app/");
    private static final String WELCOME = "/camunda/app/welcome/default/";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (request.getMethod().equals("GET") && SHORT.contains(path)) {
            response.sendRedirect(request.getContextPath() + WELCOME);
        } else {
            chain.doFilter(request, response);
        }
    }
}

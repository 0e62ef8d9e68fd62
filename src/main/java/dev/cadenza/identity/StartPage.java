package dev.cadenza.identity;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Sends who asks for no page in particular to Camunda's welcome page, which lists what the person may open. */
@Configuration
class StartPage implements WebMvcConfigurer {

    private static final String WELCOME = "/camunda/app/welcome/default/";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        for (String path : new String[] {"/", "/camunda", "/camunda/", "/camunda/app", "/camunda/app/"}) {
            registry.addRedirectViewController(path, WELCOME);
        }
    }
}

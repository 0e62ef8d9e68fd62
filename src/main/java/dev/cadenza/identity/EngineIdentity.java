package dev.cadenza.identity;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.stereotype.Component;

/** Gives the engine, Tasklist and Cockpit our users in place of users of their own. */
@Component
class EngineIdentity extends AbstractProcessEnginePlugin implements SessionFactory {

    /** A user's id in the engine is an e-mail address. */
    private static final String USER_ID = "[\\p{L}0-9.!#$%&'*+/=?^_`{|}~@-]+";

    private final EngineIdentityProvider provider;

    EngineIdentity(EngineIdentityProvider provider) {
        this.provider = provider;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setIdentityProviderSessionFactory(this);
        configuration.setUserResourceWhitelistPattern(USER_ID);
    }

    @Override
    public Class<?> getSessionType() {
        return ReadOnlyIdentityProvider.class;
    }

    /** The provider keeps nothing between calls, so all sessions can share it. */
    @Override
    public Session openSession() {
        return provider;
    }
}

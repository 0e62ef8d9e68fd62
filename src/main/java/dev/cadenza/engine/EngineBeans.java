package dev.cadenza.engine;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * The beans that processes may name: those marked with {@link EngineBean}. Only their names are gathered before the
 * engine is built, because the beans themselves are given the engine's services.
 */
@Component
class EngineBeans implements BeanFactoryPostProcessor {

    private final Set<String> names = new TreeSet<>();
    private BeanFactory factory;

    @SuppressWarnings("NullAway.Init") // Spring calls postProcessBeanFactory before anybody asks
    EngineBeans() {
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        this.factory = beans;
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition
                    && definition.getMetadata().hasAnnotation(EngineBean.class.getName())) {
                names.add(name);
            }
        }
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    Object get(String name) {
        if (!contains(name)) {
            throw new IllegalArgumentException("No process may name the bean " + name);
        }
        return factory.getBean(name);
    }
}

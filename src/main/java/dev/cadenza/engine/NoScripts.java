package dev.cadenza.engine;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.jspecify.annotations.Nullable;

/**
 * Finds no script engine, whatever is on the classpath. The engine's own archive brings one for "juel" that would
 * evaluate expressions past {@link RestrictedExpressions}.
 */
class NoScripts implements ScriptEngineResolver {

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        throw new UnsupportedOperationException("Scripts are not run");
    }

    @Override
    public @Nullable ScriptEngineManager getScriptEngineManager() {
        return null;
    }

    @Override
    public @Nullable ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        return null;
    }
}

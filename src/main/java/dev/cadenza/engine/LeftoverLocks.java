package dev.cadenza.engine;

import dev.cadenza.platform.Installation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Takes back, at the start, the jobs that this application had locked when it was killed, so that it goes on at once.
 * Only on the embedded database, whose directory one application has at a time; where nodes share a database, the locks
 * of a dead one run out. The engine has no call for this, and starts its job executor after all runners.
 */
@Component
class LeftoverLocks implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverLocks.class);

    private final Installation installation;
    private final JdbcTemplate jdbc;

    LeftoverLocks(Installation installation, JdbcTemplate jdbc) {
        this.installation = installation;
        this.jdbc = jdbc;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (installation.embeddedDatabase()) {
            int released = jdbc.update("update act_ru_job set lock_owner_ = null, lock_exp_time_ = null"
                    + " where lock_owner_ is not null");
            if (released > 0) {
                LOG.info("{} jobs go on that were running when the application was killed", released);
            }
        }
    }
}

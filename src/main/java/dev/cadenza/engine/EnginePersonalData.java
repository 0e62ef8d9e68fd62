package dev.cadenza.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the engine knows about somebody: variables of instances that run and have run, and messages of failures. */
@Component
@Order(950)
class EnginePersonalData implements PersonalData {

    /** Where words of a failure, a comment or a task end up. */
    private static final List<String> TEXTS = List.of("act_ru_job.exception_msg_", "act_ru_incident.incident_msg_",
            "act_hi_incident.incident_msg_", "act_hi_job_log.job_exception_msg_", "act_hi_comment.message_",
            "act_ru_task.description_", "act_hi_taskinst.description_", "act_hi_op_log.new_value_",
            "act_hi_op_log.org_value_");

    private final PersonalRows rows;

    EnginePersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    /** @param text SQL of a text that may be null */
    private static String names(String text) {
        return "(" + text + " is not null and (position(cast(:lead as text) in " + text + ") > 0"
                + " or exists (select from unnest(:emails || :phones) as a(address) where "
                + PersonalRows.stands("a.address", "lower(" + text + ")") + ")))";
    }

    @Override
    public Set<String> tables() {
        return Set.of();
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("processVariables", rows.read("select v.proc_def_key_, v.proc_inst_id_, v.name_, v.text_"
                + " from act_hi_varinst v where " + names("v.text_"), person));
    }

    @Override
    public int erase(Person person) {
        int erased = rows.change("delete from act_hi_detail v where " + names("v.text_"), person)
                + rows.change("delete from act_hi_varinst v where " + names("v.text_"), person)
                + rows.change("update act_ru_variable v set text_ = '[erased]' where " + names("v.text_"),
                        person);
        for (String column : TEXTS) {
            String[] parts = column.split("\\.");
            erased += rows.change("update " + parts[0] + " v set " + parts[1] + " = '[erased]' where "
                    + names("v." + parts[1]), person);
        }
        return erased;
    }
}

package dev.cadenza.activity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can stand in the activity log. The first thirteen are the standard actions whose words reports rely on; the
 * others follow their form: a thing, and what happened to it.
 */
public enum Action {
    CONTACT_UPLOADED("business_card"), CONTACT_PROCESSED("business_card"), CONTACT_REVIEWED("business_card"),
    CONTACT_VERIFIED("business_card"),
    EVENT_CREATED("event"), EVENT_UPDATED("event"), EVENT_DELETED("event"),
    LEAD_GROUP_CREATED("list"), CONTACTS_ADDED_TO_GROUP("list"), CONTACTS_REMOVED_FROM_GROUP("list"),
    EMAIL_CAMPAIGN_CREATED("campaign"), EMAIL_DRAFTS_GENERATED("campaign"), EMAIL_CAMPAIGN_EXPORTED("campaign"),

    CONTACT_FAILED("business_card"), CONTACT_RETRIED("business_card"), CONTACT_DISCARDED("business_card"),
    CONTACT_DELETED("business_card"),
    CONTACTS_ADDED_TO_EVENT("event"), CONTACTS_REMOVED_FROM_EVENT("event"),
    LEAD_CREATED("lead"), LEAD_UPDATED("lead"), LEAD_MERGED("lead"), LEAD_DELETED("lead"),
    AUTOMATION_STOPPED("lead"), AUTOMATION_RESUMED("lead"),
    LEAD_GROUP_UPDATED("list"), LEAD_GROUP_DELETED("list"),
    SEGMENT_CREATED("segment"), SEGMENT_UPDATED("segment"), SEGMENT_DELETED("segment"),
    IMPORT_STARTED("import"), IMPORT_COMPLETED("import"), IMPORT_FAILED("import"), IMPORT_CANCELLED("import"),
    EMAIL_TEMPLATE_CREATED("template"), EMAIL_TEMPLATE_UPDATED("template"), EMAIL_TEMPLATE_DELETED("template"),
    EMAIL_CAMPAIGN_UPDATED("campaign"), EMAIL_CAMPAIGN_DELETED("campaign"), EMAIL_CAMPAIGN_LAUNCHED("campaign"),
    EMAIL_CAMPAIGN_PAUSED("campaign"), EMAIL_CAMPAIGN_RESUMED("campaign"), EMAIL_CAMPAIGN_CANCELLED("campaign"),
    EMAIL_CAMPAIGN_COMPLETED("campaign"), EMAIL_DRAFTS_REQUESTED("campaign"), EMAIL_DRAFTS_READY("campaign"),
    EMAIL_DRAFTS_DISCARDED("campaign"), EMAIL_TOKEN_CAP_RAISED("campaign"),
    EMAIL_DRAFT_EDITED("draft"), EMAIL_DRAFTS_APPROVED("draft"), EMAIL_DRAFTS_REJECTED("draft"),
    EMAIL_DRAFT_REOPENED("draft"), EMAIL_DRAFT_REWRITTEN("draft"),
    SENDER_ACCOUNT_CREATED("sender_account"), SENDER_ACCOUNT_UPDATED("sender_account"),
    SENDER_ACCOUNT_DELETED("sender_account"),
    ADDRESS_SUPPRESSED("suppression"), ADDRESS_RELEASED("suppression"),
    CHANNEL_CREATED("channel"), CHANNEL_UPDATED("channel"), CHANNEL_DELETED("channel"),
    CONVERSATION_STARTED("assistant_conversation"), CONVERSATION_DELETED("assistant_conversation"),
    CAMPAIGN_PROPOSED("assistant_conversation"),
    WORKFLOW_CREATED("workflow"), WORKFLOW_UPDATED("workflow"), WORKFLOW_DELETED("workflow"),
    WORKFLOW_ACTIVATED("workflow"), WORKFLOW_DEACTIVATED("workflow"), WORKFLOW_TASK_COMPLETED("workflow"),
    WORKFLOW_RETRIED("workflow"), WORKFLOW_ENTERED("workflow"),
    DATA_SOURCE_CREATED("data_source"), DATA_SOURCE_UPDATED("data_source"), DATA_SOURCE_DELETED("data_source"),
    ENRICHMENT_SOURCE_CREATED("enrichment_source"), ENRICHMENT_SOURCE_UPDATED("enrichment_source"),
    ENRICHMENT_SOURCE_DELETED("enrichment_source"), LEAD_ENRICHED("lead"),
    DATA_REQUEST_RECEIVED("data_request"), DATA_REQUEST_ANSWERED("data_request"),
    SCORING_UPDATED("scoring"),
    MESSAGE_RESOLVED("message"), MESSAGE_RETRIED("message"), SENDING_HELD("outbox"), SENDING_RELEASED("outbox"),
    ERASURE_REQUESTED("erasure"), RETENTION_UPDATED("retention"), SHARING_UPDATED("sharing"),
    USER_CREATED("user"), USER_UPDATED("user"), USER_PASSWORD_CHANGED("user");

    private final String entityType;

    Action(String entityType) {
        this.entityType = entityType;
    }

    /** The word that is stored and that the API speaks, such as {@code event_created}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the action is done to. */
    public String entityType() {
        return entityType;
    }

    static Optional<Action> of(String word) {
        return Arrays.stream(values()).filter(action -> action.word().equalsIgnoreCase(word.strip())).findFirst();
    }
}

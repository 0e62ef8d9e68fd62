--liquibase formatted sql

--changeset cadenza:trigger-1
-- The triggers of active workflows. Every node has them in memory, by kind and key; event_interest says when to look again.
create table workflow_trigger (
    workflow_id uuid  not null,
    node        text  not null,
    type        text  not null,
    event_kind  text,
    event_key   text,
    config      jsonb not null,
    primary key (workflow_id, node)
);

-- What did not come into a workflow although a trigger spoke for it.
create table skipped_entry (
    id          uuid primary key,
    workflow_id uuid        not null,
    node        text        not null,
    lead_id     uuid        not null references lead on delete cascade,
    event_id    uuid,
    reason      text        not null,
    at          timestamptz not null
);
create index skipped_entry_workflow on skipped_entry (workflow_id, id);
create index skipped_entry_lead on skipped_entry (lead_id);
create index skipped_entry_at on skipped_entry using brin (at);

-- Segments whose coming and going somebody waits for, and who was in them when we last looked.
create table segment_watch (
    segment_id uuid primary key references segment on delete cascade,
    condition  jsonb       not null,
    by_time    boolean     not null,
    looked_at  timestamptz not null
);
create table segment_member (
    segment_id uuid not null references segment_watch on delete cascade,
    lead_id    uuid not null references lead on delete cascade,
    primary key (segment_id, lead_id)
);
create index segment_member_lead on segment_member (lead_id);

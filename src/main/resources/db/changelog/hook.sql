--liquibase formatted sql

--changeset cadenza:hook-1
-- Every event that a provider posted, as it came. Rows are written once and never changed, since their unique indexes
-- are scattered: what is still to be done about an event is a row of hook_todo, which is deleted when it is done.
create table hook_event (
    id                uuid primary key,
    channel_config_id uuid        not null,
    provider          text        not null,
    kind              text        not null,
    -- Of the provider's own id for the event, and of what makes it the same event where that id changed.
    event_key         uuid        not null,
    same_key          uuid,
    received_at       timestamptz not null,
    payload           text        not null
);
create unique index hook_event_key on hook_event (event_key);
create unique index hook_event_same on hook_event (same_key) where same_key is not null;
create index hook_event_received on hook_event using brin (received_at);

create table hook_todo (
    event_id uuid primary key,
    status   text        not null check (status in ('RECEIVED', 'UNMATCHED', 'FAILED')),
    attempts integer     not null default 0,
    retry_at timestamptz not null,
    error    text
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
create index hook_todo_due on hook_todo (retry_at) where status = 'RECEIVED';

--liquibase formatted sql

--changeset cadenza:event-1
create table lead_event (
    id           uuid primary key,
    lead_id      uuid        not null,
    kind         text        not null,
    key          text,
    payload      jsonb       not null default '{}',
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null,
    score_impact integer     not null default 0,
    origin       uuid,
    -- Null until the stream's worker has dealt with it.
    applied_at   timestamptz,
    error        text
);
create index lead_event_lead on lead_event (lead_id, kind, occurred_at);
create unique index lead_event_once on lead_event (origin, kind, lead_id) where origin is not null;
create index lead_event_open on lead_event (id) where applied_at is null;

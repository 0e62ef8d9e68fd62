--liquibase formatted sql

--changeset cadenza:privacy-1
-- A person that was erased, or is being. Who it was is known here until that is done.
create table erasure (
    id           uuid primary key,
    status       text        not null check (status in ('RUNNING', 'DONE')),
    lead_id      uuid,
    emails       text[],
    phones       text[],
    requested_by text,
    requested_at timestamptz not null,
    finished_at  timestamptz,
    row_count    integer     not null default 0
);
create index erasure_running on erasure (lead_id) where status = 'RUNNING';

-- Times that somebody set; kinds that are not here are kept as long as the application's defaults say.
create table retention (
    kind       text primary key,
    keep       text,
    changed_by text,
    changed_at timestamptz not null
);

create table retention_run (
    id          uuid primary key,
    kind        text        not null,
    at          timestamptz not null,
    older_than  timestamptz not null,
    removed     integer     not null
);
create index retention_run_at on retention_run (at);

--changeset cadenza:privacy-data-requests
-- Somebody outside (a shop's platform) asks for all that is kept about a person. The law gives 30 days.
create table data_request (
    id          uuid primary key,
    lead_id     uuid,
    emails      text[]      not null default '{}',
    phones      text[]      not null default '{}',
    origin      text        not null,
    reference   text,
    received_at timestamptz not null,
    due_at      timestamptz not null,
    answered_at timestamptz,
    answered_by text
);
create unique index data_request_once on data_request (origin, reference) where reference is not null;
create index data_request_lead on data_request (lead_id) where lead_id is not null;

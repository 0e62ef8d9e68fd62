--liquibase formatted sql

--changeset cadenza:writer-1
-- The generation of one campaign's drafts: what is written, by whom, and how far it has come.
create table draft_generation (
    campaign_id       uuid primary key,
    -- RUNNING: a node writes; RETRYING: waits before it tries again; STUCK: an incident; CAPPED: the cap is to be raised.
    state             text        not null check (state in ('RUNNING', 'RETRYING', 'STUCK', 'CAPPED', 'DONE')),
    writer            text        not null check (writer in ('MODEL', 'TEMPLATE')),
    brief             text,
    steps             jsonb       not null,
    list_id           uuid,
    segment_id        uuid,
    leads_total       bigint      not null,
    leads_done        bigint      not null default 0,
    drafts_written    bigint      not null default 0,
    drafts_doubtful   bigint      not null default 0,
    prompt_tokens     bigint      not null default 0,
    completion_tokens bigint      not null default 0,
    token_cap         bigint      not null,
    after_lead        uuid,
    -- Attempts in a row that gave nothing, and what the last of them said.
    failures          integer     not null default 0,
    error             text,
    -- Which turn has it, and until when (the database's clock).
    claim             uuid,
    lease_until       timestamptz,
    started_at        timestamptz not null,
    finished_at       timestamptz
);
create index draft_generation_running on draft_generation (lease_until) where state = 'RUNNING';

-- One row: when the next request may go to the model.
create table model_pace (
    next_at timestamptz not null
);
insert into model_pace values (now());

--changeset cadenza:writer-2
-- What requests under way may cost at most: it is set aside before they are made.
alter table draft_generation add column set_aside bigint not null default 0;
-- Until when the server of the model wants no request at all.
alter table model_pace add column left_alone_until timestamptz;
